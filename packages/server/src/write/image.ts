// An item as the store holds it: its size in DynamoDB's count, and its canonical JSON.
//
//   size:4  epoch:2  JSON (UTF-8, to the end)
//
// Numbers are big-endian. Canonical means that equal items have equal bytes (model/decode-item.ts), so
// whether a write changed anything is a comparison of bytes, and a read is a copy.
//
// The epoch is the highest number of an index (or of the time to live, which is one by time) that the
// table had when the item was written or back-filled: the item has its entries in exactly the indexes up
// to that number. An index's own entries leave it 0.

import { compareBytes } from '../base/bytes.ts';
import type { Item } from '../model/attribute-value.ts';
import { encodeItem } from '../model/item-bytes.ts';
import { itemSizeBytes } from '../model/sizes.ts';

export interface Image {
  /** DynamoDB's count, not the length of `json`. */
  readonly sizeBytes: number;
  readonly json: Uint8Array;
}

export interface StoredImage extends Image {
  readonly indexEpoch: number;
}

const headerBytes = 6;

/** `item` is canonical. */
export function imageOf(item: Item): Image {
  return { sizeBytes: itemSizeBytes(item), json: encodeItem(item) };
}

export function encodeImage(image: Image, indexEpoch = 0): Uint8Array {
  const bytes = new Uint8Array(headerBytes + image.json.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, image.sizeBytes);
  view.setUint16(4, indexEpoch);
  bytes.set(image.json, headerBytes);
  return bytes;
}

export function decodeImage(bytes: Uint8Array): StoredImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    sizeBytes: view.getUint32(0),
    indexEpoch: view.getUint16(4),
    json: bytes.subarray(headerBytes),
  };
}

export function sameImage(a: Image | undefined, b: Image | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.sizeBytes === b.sizeBytes && compareBytes(a.json, b.json) === 0;
}
