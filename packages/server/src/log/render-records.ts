// Entries as the records of GetRecords: one JSON array, put together from the entries' segments without
// looking inside them. The shape is AWS's (semantics of GetRecords, observed on AWS):
//
//   {"awsRegion":R,"dynamodb":{"ApproximateCreationDateTime":T,"Keys":K,"NewImage":N,"OldImage":O,
//    "SequenceNumber":S,"SizeBytes":B,"StreamViewType":V},"eventID":E,"eventName":M,
//    "eventSource":"aws:dynamodb","eventVersion":"1.1"}

import { md5 } from '../base/hash.ts';
import { utf8Bytes } from '../base/bytes.ts';
import { recordNumber } from '../model/shard.ts';
import { type ShardDefinition, type StreamDefinition, streamArn } from '../model/stream.ts';
import type { LogEntry } from '../store/store.ts';
import type { ChangeKind } from '../write/change.ts';
import { decodeEntry, type Entry } from '../write/entry.ts';

export interface RenderedStream {
  readonly stream: StreamDefinition;
  readonly shard: ShardDefinition;
}

const eventNames: { readonly [kind in ChangeKind]: string } = {
  insert: 'INSERT',
  modify: 'MODIFY',
  remove: 'REMOVE',
};

/** A JSON array of records as UTF-8. */
export function renderRecords(of: RenderedStream, entries: readonly LogEntry[]): Uint8Array {
  const parts: (string | Uint8Array)[] = [];
  const shown = shownOf(of);
  let before = '[';
  for (const { position, entry } of entries) {
    before = pushRecord(parts, before, { shown, position, entry: decodeEntry(entry) });
  }
  parts.push(entries.length === 0 ? '[]' : `${before}]`);
  return joined(parts);
}

/** What all records of one page share. */
interface Shown {
  readonly shard: ShardDefinition;
  readonly viewType: StreamDefinition['viewType'];
  readonly newImages: boolean;
  readonly oldImages: boolean;
  readonly opening: string;
  readonly eventIdStart: string;
}

function shownOf({ stream, shard }: RenderedStream): Shown {
  const { viewType } = stream;
  const identity = md5(utf8Bytes(`${streamArn(stream)}/${shard.id}`));
  return {
    shard,
    viewType,
    newImages: viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES',
    oldImages: viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES',
    opening: `{"awsRegion":"${stream.region}","dynamodb":{"ApproximateCreationDateTime":`,
    eventIdStart: Buffer.from(identity).toString('hex', 0, 8),
  };
}

/** Pushes a record's parts, the first behind `before`; returns the text that ends it. */
function pushRecord(
  parts: (string | Uint8Array)[],
  before: string,
  record: { readonly shown: Shown; readonly position: number; readonly entry: Entry },
): string {
  const { shown, position, entry } = record;
  const separator = before === '[' ? '[' : `${before},`;
  // AWS rounds down to the second.
  const seconds = Math.floor(entry.time / 1000);
  parts.push(`${separator}${shown.opening}${seconds},"Keys":`, entry.keys.json);
  let sizeBytes = entry.keys.sizeBytes;
  if (shown.newImages && entry.newImage !== undefined) {
    parts.push(',"NewImage":', entry.newImage.json);
    sizeBytes += entry.newImage.sizeBytes;
  }
  if (shown.oldImages && entry.oldImage !== undefined) {
    parts.push(',"OldImage":', entry.oldImage.json);
    sizeBytes += entry.oldImage.sizeBytes;
  }
  const number = recordNumber(shown.shard, position);
  const eventId = shown.eventIdStart + position.toString(16).padStart(16, '0');
  const identity =
    entry.author === 'time-to-live'
      ? ',"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}'
      : '';
  return `,"SequenceNumber":"${number}","SizeBytes":${sizeBytes},"StreamViewType":"${shown.viewType}"},"eventID":"${eventId}","eventName":"${eventNames[entry.kind]}","eventSource":"aws:dynamodb","eventVersion":"1.1"${identity}}`;
}

/** The texts are ASCII. */
function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const part of parts) {
    if (typeof part === 'string') offset += bytes.write(part, offset, 'latin1');
    else {
      bytes.set(part, offset);
      offset += part.length;
    }
  }
  return bytes;
}
