// Items as the store keeps them: their DynamoDB JSON in UTF-8, ready for the wire without a parse.

import { utf8Bytes, utf8Text } from '../base/bytes.ts';
import type { Item } from './attribute-value.ts';

/** The bytes of a canonical item. Two items are equal by value exactly when their bytes are. */
export function encodeItem(item: Item): Uint8Array {
  return utf8Bytes(JSON.stringify(item));
}

/** Reads back what `encodeItem` wrote; nothing is checked. */
export function parseItem(bytes: Uint8Array): Item {
  return JSON.parse(utf8Text(bytes)) as Item;
}
