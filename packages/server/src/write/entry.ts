// An entry: a change as one lane's log stores it.
//
//   0  format:1 = 1
//   1  kind:1     1 insert, 2 modify, 3 remove
//   2  author:1   0 a caller, 1 time to live
//   3  kept:1     bit 0: new image, bit 1: old image
//   4  time:8     epoch milliseconds, IEEE double
//  12  DynamoDB sizes of keys, new image, old image: 4 each
//  24  lengths of the segments keys, new image, old image: 4 each
//  36  keys JSON, new image JSON, old image JSON
//
// Numbers are big-endian. An image that the change has but no reader needs is left out (its size and
// length are 0 and its `kept` bit is clear).

import { assert } from '../base/assert.ts';
import type { Change, ChangeAuthor, ChangeKind } from './change.ts';
import type { Image } from './image.ts';

/** Which images the readers of a lane need. */
export interface KeptImages {
  readonly new: boolean;
  readonly old: boolean;
}

export interface Entry {
  readonly kind: ChangeKind;
  readonly author: ChangeAuthor;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly keys: Image;
  readonly newImage?: Image;
  readonly oldImage?: Image;
}

const format = 1;
const headerBytes = 36;
const kinds: readonly ChangeKind[] = ['insert', 'modify', 'remove'];
const authors: readonly ChangeAuthor[] = ['caller', 'time-to-live'];
const nothing: Image = { sizeBytes: 0, json: new Uint8Array(0) };

export function encodeEntry(change: Change, time: number, kept: KeptImages): Uint8Array {
  const newImage = kept.new ? change.after : undefined;
  const oldImage = kept.old ? change.before : undefined;
  const segments = [change.keys, newImage ?? nothing, oldImage ?? nothing];
  const length = segments.reduce((sum, segment) => sum + segment.json.length, headerBytes);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes[0] = format;
  bytes[1] = kinds.indexOf(change.kind) + 1;
  bytes[2] = authors.indexOf(change.author);
  bytes[3] = (newImage === undefined ? 0 : 1) | (oldImage === undefined ? 0 : 2);
  view.setFloat64(4, time);
  let offset = headerBytes;
  for (const [index, segment] of segments.entries()) {
    view.setUint32(12 + index * 4, segment.sizeBytes);
    view.setUint32(24 + index * 4, segment.json.length);
    bytes.set(segment.json, offset);
    offset += segment.json.length;
  }
  return bytes;
}

/** Shares memory with `bytes`. */
export function decodeEntry(bytes: Uint8Array): Entry {
  assert(bytes[0] === format, 'a log entry has a format that this version wrote');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const kind = kinds[view.getUint8(1) - 1];
  const author = authors[view.getUint8(2)];
  assert(kind !== undefined && author !== undefined, 'a log entry has a known kind and author');
  const keptBits = view.getUint8(3);
  const keysEnd = headerBytes + view.getUint32(24);
  const newEnd = keysEnd + view.getUint32(28);
  const oldEnd = newEnd + view.getUint32(32);
  const image = (index: number, start: number, end: number): Image => ({
    sizeBytes: view.getUint32(12 + index * 4),
    json: bytes.subarray(start, end),
  });
  return {
    kind,
    author,
    time: view.getFloat64(4),
    keys: image(0, headerBytes, keysEnd),
    ...((keptBits & 1) === 0 ? {} : { newImage: image(1, keysEnd, newEnd) }),
    ...((keptBits & 2) === 0 ? {} : { oldImage: image(2, newEnd, oldEnd) }),
  };
}
