// What the function size() makes of a value (developer guide, "Condition expressions"). It has nothing
// to do with the bytes that a value counts for in its item's size.

import { base64Length } from '../base/bytes.ts';
import type { AttributeValue } from '../model/attribute-value.ts';

/** Characters, bytes or elements; undefined for a type that has no size. */
export function sizeOf(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return base64Length(value.B);
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  return 'BS' in value ? value.BS.length : undefined;
}
