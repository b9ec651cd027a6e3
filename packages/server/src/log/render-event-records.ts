// Entries as the records of a Lambda function's event, each as JSON of its own, put together from the
// entry's segments without looking inside them. The shape is AWS's (observed on AWS, LocalStack's recordings;
// `userIdentity`: DynamoDB developer guide, "DynamoDB Streams and Time to Live"):
//
//   {"eventID":E,"eventName":M,"eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":R,
//    "dynamodb":{"ApproximateCreationDateTime":T,"Keys":K,"NewImage":N,"OldImage":O,
//    "SequenceNumber":S,"SizeBytes":B,"StreamViewType":V},"eventSourceARN":A}

import { recordNumber } from '../model/shard.ts';
import type { LogEntry } from '../store/store.ts';
import { decodeEntry } from '../write/entry.ts';
import {
  eventIdOf,
  eventNames,
  joinedParts,
  pushChange,
  type RenderedStream,
  shownOf,
} from './record-parts.ts';

export interface EventRecord {
  readonly sequenceNumber: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** The item's key attributes as DynamoDB JSON, UTF-8. */
  readonly keys: Uint8Array;
  /** UTF-8. */
  readonly json: Uint8Array;
}

/** All records share one buffer: a page is one piece of memory, and not hundreds. */
export function renderEventRecords(
  of: RenderedStream,
  entries: readonly LogEntry[],
): EventRecord[] {
  const shown = shownOf(of);
  const parts: (string | Uint8Array)[] = [];
  const rendered = entries.map(({ position, entry: bytes }) => {
    const entry = decodeEntry(bytes);
    const sequenceNumber = recordNumber(shown.shard, position);
    const first = parts.length;
    const opening = `{"eventID":"${eventIdOf(shown, position)}","eventName":"${eventNames[entry.kind]}","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"${shown.region}","dynamodb":`;
    const change = pushChange(parts, opening, { shown, number: sequenceNumber, entry });
    const identity =
      entry.author === 'time-to-live'
        ? ',"userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"}'
        : '';
    parts.push(`${change}${identity},"eventSourceARN":"${shown.arn}"}`);
    return { entry, sequenceNumber, length: lengthOf(parts, first) };
  });
  const page = joinedParts(parts);
  let offset = 0;
  return rendered.map(({ entry, sequenceNumber, length }) => {
    const json = page.subarray(offset, (offset += length));
    return { sequenceNumber, time: entry.time, keys: entry.keys.json, json };
  });
}

function lengthOf(parts: readonly (string | Uint8Array)[], first: number): number {
  let length = 0;
  for (let index = first; index < parts.length; index += 1) length += parts[index]?.length ?? 0;
  return length;
}
