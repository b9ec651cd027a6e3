// The event that a function gets, put together from its records without looking inside them.

import { utf8Bytes } from '../../../base/bytes.ts';
import { isoTime } from '../../../base/iso-time.ts';

/** What an invocation's payload may have: 6 MB (Lambda quotas). */
export const mostPayloadBytes = 6 * 1024 * 1024;

const opening = utf8Bytes('{"Records":[');
const comma = utf8Bytes(',');
const closing = utf8Bytes(']}');

/** What an event has beside its records; with their separators. */
export const envelopeBytes = opening.length + closing.length;

/** A stretch of time by which records are gathered; ends exclusive, epoch milliseconds. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** Beside the records, what a function gets that gathers them by tumbling windows. */
export interface WindowPart {
  readonly window: TimeWindow;
  /** JSON. */
  readonly state: Uint8Array;
  readonly shardId: string;
  readonly eventSourceArn: string;
  readonly isFinal: boolean;
  readonly isTerminatedEarly: boolean;
}

/** What a window's part has at most, apart from its state. */
export const windowPartBytes = 1024;

/** As UTF-8. */
export function eventPayload(records: readonly Uint8Array[], part?: WindowPart): Uint8Array {
  const pieces: Uint8Array[] = [opening];
  for (const [index, record] of records.entries()) {
    if (index > 0) pieces.push(comma);
    pieces.push(record);
  }
  if (part === undefined) pieces.push(closing);
  else pieces.push(...windowMembers(part));
  return Buffer.concat(pieces);
}

/** Members and their order as in the example of the Lambda developer guide ("Tumbling windows"). */
function windowMembers(part: WindowPart): Uint8Array[] {
  const { window, state, shardId, eventSourceArn, isFinal, isTerminatedEarly } = part;
  const bounds = JSON.stringify({ start: inSeconds(window.start), end: inSeconds(window.end) });
  return [
    utf8Bytes(`],"window":${bounds},"state":`),
    state,
    utf8Bytes(
      `,"shardId":"${shardId}","eventSourceARN":"${eventSourceArn}","isFinalInvokeForWindow":${isFinal},"isWindowTerminatedEarly":${isTerminatedEarly}}`,
    ),
  ];
}

/** ISO 8601 without fractions: windows are whole seconds long. */
function inSeconds(time: number): string {
  return isoTime(time).replace('.000Z', 'Z');
}
