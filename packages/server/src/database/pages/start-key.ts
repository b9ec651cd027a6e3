// ExclusiveStartKey: where a page goes on, checked against the query it continues.

import type { Item } from '../../model/attribute-value.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { encodeItem, parseItem } from '../../model/item-bytes.ts';
import { checkKey, keyOfItem } from '../../model/item-key.ts';
import type { KeyRange } from '../../model/storage-keys.ts';
import type { KeySchema, TableDefinition } from '../../model/table.ts';
import { compareBytes } from '../../base/bytes.ts';
import type { Image } from '../../write/image.ts';
import { placeOf } from '../items/item-place.ts';
import { rangeBeyond } from './read-page.ts';

/** The part of `range` behind the start key. */
export function rangeAfterStart(
  range: KeyRange,
  start: { readonly key: Item; readonly table: TableDefinition },
  direction: 'forward' | 'backward',
): KeyRange {
  const { key } = placeOf(start.table, start.key);
  if (compareBytes(key, range.from) < 0 || compareBytes(key, range.to) >= 0) {
    const text =
      'The provided starting key is outside query boundaries based on provided conditions';
    throw new InvalidInput('rule', text);
  }
  return rangeBeyond(range, key, direction);
}

/** @throws InvalidInput when it is not a key of the table. */
export function checkedStartKey(raw: unknown, schema: KeySchema): Item {
  const key = decodeItem(raw);
  try {
    checkKey(schema, key);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput('rule', `The provided starting key is invalid: ${error.message}`);
  }
  return key;
}

/** LastEvaluatedKey for the last item of a page. */
export function lastKeyOf(schema: KeySchema, last: Image): Uint8Array {
  return encodeItem(keyOfItem(schema, parseItem(last.json)));
}
