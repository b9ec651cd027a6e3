// DynamoDB's idea of how large values and items are, in bytes; it decides the item limit and the
// capacity that a request consumes. Rules: "DynamoDB item sizes and formats" (developer guide); numbers
// and sets as observed on AWS.

import { base64Length, utf8Length } from '../base/bytes.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { attributeOf } from './attribute-value.ts';
import { numberSizeBytes } from './number.ts';

const CONTAINER_OVERHEAD_BYTES = 3;
const ELEMENT_OVERHEAD_BYTES = 1;

/** Names and values of all attributes, in bytes. */
export function itemSizeBytes(item: Item): number {
  let size = 0;
  for (const name of Object.keys(item)) {
    const value = attributeOf(item, name);
    if (value !== undefined) size += utf8Length(name) + valueSizeBytes(value);
  }
  return size;
}

/** Size of one normalised value without its name, in bytes. */
export function valueSizeBytes(value: AttributeValue): number {
  if ('S' in value) return utf8Length(value.S);
  if ('N' in value) return numberSizeBytes(value.N);
  if ('B' in value) return base64Length(value.B);
  if ('BOOL' in value || 'NULL' in value) return 1;
  if ('M' in value) {
    const elements = Object.keys(value.M).length;
    return CONTAINER_OVERHEAD_BYTES + elements * ELEMENT_OVERHEAD_BYTES + itemSizeBytes(value.M);
  }
  if ('L' in value) {
    const overhead = CONTAINER_OVERHEAD_BYTES + value.L.length * ELEMENT_OVERHEAD_BYTES;
    return value.L.reduce((size, element) => size + valueSizeBytes(element), overhead);
  }
  if ('SS' in value) return sum(value.SS, utf8Length);
  if ('NS' in value) return sum(value.NS, numberSizeBytes);
  return sum(value.BS, base64Length);
}

function sum(members: readonly string[], sizeOf: (member: string) => number): number {
  return members.reduce((size, member) => size + sizeOf(member), 0);
}
