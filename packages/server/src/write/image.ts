// An item as the store holds it: its size in DynamoDB's count, and its canonical JSON.
//
//   size:4 (big-endian)  JSON (UTF-8, to the end)
//
// Canonical means that equal items have equal bytes (model/decode-item.ts), so whether a write changed
// anything is a comparison of bytes, and a read is a copy.

import { compareBytes } from '../base/bytes.ts';
import type { Item } from '../model/attribute-value.ts';
import { encodeItem } from '../model/item-bytes.ts';
import { itemSizeBytes } from '../model/sizes.ts';

export interface Image {
  /** DynamoDB's count, not the length of `json`. */
  readonly sizeBytes: number;
  readonly json: Uint8Array;
}

const headerBytes = 4;

/** `item` is canonical. */
export function imageOf(item: Item): Image {
  return { sizeBytes: itemSizeBytes(item), json: encodeItem(item) };
}

export function encodeImage(image: Image): Uint8Array {
  const bytes = new Uint8Array(headerBytes + image.json.length);
  new DataView(bytes.buffer).setUint32(0, image.sizeBytes);
  bytes.set(image.json, headerBytes);
  return bytes;
}

export function decodeImage(bytes: Uint8Array): Image {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { sizeBytes: view.getUint32(0), json: bytes.subarray(headerBytes) };
}

export function sameImage(a: Image | undefined, b: Image | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.sizeBytes === b.sizeBytes && compareBytes(a.json, b.json) === 0;
}
