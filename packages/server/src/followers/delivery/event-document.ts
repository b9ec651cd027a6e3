// What a destination is told of an asynchronous invocation, as AWS writes it (observed on AWS, LocalStack's
// recordings; Lambda developer guide, "Capturing records of Lambda asynchronous invocations").

import { isoTime } from '../../base/iso-time.ts';
import type { MessageAttributes } from '../../cloud/cloud-services.ts';
import type { EventOutcome } from '../../lambda/functions/event-destinations.ts';
import { functionArn } from '../../lambda/functions/function.ts';
import { objectTime } from './object-time.ts';

/** Payloads are copied as they are. */
export function eventDocument(outcome: EventOutcome): string {
  const { reference, requestId, condition, invokeCount, response } = outcome;
  const { payload, ...responseContext } = response ?? {};
  const members = {
    version: JSON.stringify('1.0'),
    timestamp: JSON.stringify(isoTime(outcome.time)),
    requestContext: JSON.stringify({
      requestId,
      functionArn: functionArn(reference, reference.qualifier ?? '$LATEST'),
      condition,
      approximateInvokeCount: invokeCount,
    }),
    requestPayload: jsonOf(outcome.payload),
    ...(response === undefined ? {} : { responseContext: JSON.stringify(responseContext) }),
    ...(payload === undefined ? {} : { responsePayload: jsonOf(payload) }),
  };
  const texts = Object.entries(members).map(([name, json]) => `${JSON.stringify(name)}:${json}`);
  return `{${texts.join(',')}}`;
}

export function eventObjectKey({ reference, time }: EventOutcome, objectId: string): string {
  return `aws/lambda/async/${reference.name}/${objectTime(time)}-${objectId}`;
}

/** The event as it came. */
export function deadLetter({ payload }: EventOutcome): string {
  return jsonOf(payload);
}

/** Bytes of a dead letter's ErrorMessage (Lambda developer guide, "Dead-letter queue message attributes"). */
const MAX_ERROR_BYTES = 1024;

export function deadLetterAttributes(outcome: EventOutcome): MessageAttributes {
  const { requestId, response } = outcome;
  const message = errorMessageOf(outcome);
  return {
    RequestID: { type: 'String', value: requestId },
    ...(response === undefined
      ? {}
      : { ErrorCode: { type: 'Number', value: String(response.statusCode) } }),
    // Attributes cannot be empty.
    ...(message === '' ? {} : { ErrorMessage: { type: 'String', value: message } }),
  };
}

function errorMessageOf({ condition, response }: EventOutcome): string {
  // In AWS's spelling.
  if (condition === 'ZeroReservedConcurrency') {
    return 'Function not invoked. Function isconfigured with zero reserved concurrent executions';
  }
  if (response?.statusCode === 429) return 'Rate Exceeded.';
  const { errorMessage } = parsed(response?.payload);
  return typeof errorMessage === 'string' ? shortened(messageText(errorMessage)) : '';
}

/** What a queue takes, which is what XML does: colours of a terminal are none of it. */
function messageText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it is these that are meant
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');
}

/** Without half a character at its end. */
function shortened(text: string): string {
  const bytes = Buffer.from(text);
  let end = Math.min(bytes.length, MAX_ERROR_BYTES);
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** A runtime of one's own may answer what is no JSON. */
function jsonOf(payload: Uint8Array): string {
  const text = Buffer.from(payload).toString('utf8');
  if (text.trim() === '') return '{}';
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

function parsed(payload: Uint8Array | undefined): { readonly errorMessage?: unknown } {
  const value: unknown = JSON.parse(payload === undefined ? '{}' : jsonOf(payload));
  return typeof value === 'object' && value !== null ? value : {};
}
