// Entries as the records of GetRecords: one JSON array, put together from the entries' segments without
// looking inside them. The shape is AWS's (semantics of GetRecords, observed on AWS):
//
//   {"awsRegion":R,"dynamodb":{"ApproximateCreationDateTime":T,"Keys":K,"NewImage":N,"OldImage":O,
//    "SequenceNumber":S,"SizeBytes":B,"StreamViewType":V},"eventID":E,"eventName":M,
//    "eventSource":"aws:dynamodb","eventVersion":"1.1"}

import { recordNumber } from '../model/shard.ts';
import type { LogEntry } from '../store/store.ts';
import { decodeEntry, type Entry } from '../write/entry.ts';
import {
  eventIdOf,
  eventNames,
  joinedParts,
  pushChange,
  type RenderedStream,
  type Shown,
  shownOf,
} from './record-parts.ts';

/** A JSON array of records as UTF-8. */
export function renderRecords(of: RenderedStream, entries: readonly LogEntry[]): Uint8Array {
  const parts: (string | Uint8Array)[] = [];
  const shown = shownOf(of);
  const opening = `{"awsRegion":"${shown.region}","dynamodb":`;
  let before = '[';
  for (const { position, entry } of entries) {
    const record = { shown, position, entry: decodeEntry(entry) };
    before = `${pushRecord(parts, before + opening, record)},`;
  }
  parts.push(entries.length === 0 ? '[]' : `${before.slice(0, -1)}]`);
  return joinedParts(parts);
}

/** Pushes a record's parts, the first behind `before`; returns the text that ends it. */
function pushRecord(
  parts: (string | Uint8Array)[],
  before: string,
  record: { readonly shown: Shown; readonly position: number; readonly entry: Entry },
): string {
  const { shown, position, entry } = record;
  const number = recordNumber(shown.shard, position);
  const change = pushChange(parts, before, { shown, number, entry });
  const identity =
    entry.author === 'time-to-live'
      ? ',"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}'
      : '';
  return `${change},"eventID":"${eventIdOf(shown, position)}","eventName":"${eventNames[entry.kind]}","eventSource":"aws:dynamodb","eventVersion":"1.1"${identity}}`;
}
