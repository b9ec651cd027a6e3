// Invoke.

import type { InvocationRequest } from '@aws-sdk/client-lambda';
import { isUtf8 } from 'node:buffer';
import type { InvocationResult } from '../../../lambda/runtimes/invoker.ts';
import type { RestAnswer } from '../../rest-json/rest-operation.ts';
import { enumeration, string, structure } from '../../validation/shape.ts';
import { lambdaError } from '../lambda-errors.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';
import { INVOCATION_BODY_BYTES, INVOCATION_EVENT_BYTES } from './payload-limits.ts';

/** The body is the payload, so its member comes as bytes. */
type InvokeInput = Omit<Checked<InvocationRequest, 'FunctionName'>, 'Payload'> & {
  readonly Payload: Buffer;
};

/** Bytes of base64 (AWS's API reference). */
const MAX_CONTEXT_BYTES = 3583;

export const invoke = defineLambdaOperation<InvokeInput>({
  name: 'Invoke',
  http: 'POST /2015-03-31/functions/{FunctionName}/invocations',
  status: 200,
  query: { Qualifier: 'Qualifier' },
  headers: {
    InvocationType: 'x-amz-invocation-type',
    LogType: 'x-amz-log-type',
    ClientContext: 'x-amz-client-context',
    DurableExecutionName: 'x-amz-durable-execution-name',
    TenantId: 'x-amz-tenant-id',
  },
  payload: 'Payload',
  maxBodyBytes: INVOCATION_BODY_BYTES,
  input: structure('InvocationRequest', {
    FunctionName: namespacedFunctionName,
    InvocationType: enumeration(['Event', 'RequestResponse', 'DryRun']),
    LogType: enumeration(['None', 'Tail']),
    ClientContext: string(),
    Qualifier: qualifier,
  }),
  unsupported: ['DurableExecutionName', 'TenantId'],
  check({ Payload: payload, InvocationType: type, ClientContext: context }) {
    if (type === 'Event' && payload.length > INVOCATION_EVENT_BYTES) {
      throw lambdaError(
        'RequestEntityTooLargeException',
        `${payload.length} byte payload is too large for the Event invocation type (limit ${INVOCATION_EVENT_BYTES} bytes)`,
      );
    }
    checkContext(context);
    checkJson(payload);
  },
  async run({ scope, functions, requestId }, input) {
    const { invocations, events } = functions;
    const reference = referenceOf(scope, input);
    const invoked = await invocations.resolve(reference);
    const { ClientContext: clientContext, Payload: sent } = input;
    const payload = sent.length === 0 ? Buffer.from('{}') : sent;
    const invocation = { reference, payload, clientContext, requestId };
    switch (input.InvocationType) {
      case 'DryRun':
        return { status: 204 };
      case 'Event':
        events.accept(invocation);
        return { status: 202 };
      default:
        return answerOf(await invocations.run(invoked, invocation), input.LogType === 'Tail');
    }
  },
});

function answerOf(result: InvocationResult, withLog: boolean): RestAnswer {
  const { payload, functionError, executedVersion, logTail } = result;
  return {
    bytes: payload,
    headers: [
      'X-Amz-Executed-Version',
      executedVersion,
      ...(functionError === undefined ? [] : ['X-Amz-Function-Error', functionError]),
      ...(withLog ? ['X-Amz-Log-Result', Buffer.from(logTail).toString('base64')] : []),
    ],
  };
}

/** Nothing at all counts as `{}`. */
function checkJson(payload: Buffer): void {
  if (payload.length === 0) return;
  if (!isUtf8(payload)) throw invalidContent('Invalid UTF-8');
  try {
    JSON.parse(payload.toString('utf8'));
  } catch (error) {
    throw invalidContent(error instanceof Error ? error.message : String(error));
  }
}

function invalidContent(reason: string): Error {
  return lambdaError(
    'InvalidRequestContentException',
    `Could not parse request body into json: Could not parse payload into json: ${reason}`,
  );
}

function checkContext(context: string | undefined): void {
  if (context === undefined) return;
  if (context.length > MAX_CONTEXT_BYTES) {
    throw lambdaError(
      'InvalidRequestContentException',
      `Client context must be at most ${MAX_CONTEXT_BYTES} bytes`,
    );
  }
  try {
    JSON.parse(Buffer.from(context, 'base64').toString('utf8'));
  } catch {
    throw lambdaError(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
    );
  }
}
