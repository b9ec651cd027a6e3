// The hashes that keys in the store begin and end with (model/storage-keys.ts).

import { assert } from '../base/assert.ts';
import { concatBytes } from '../base/bytes.ts';
import { md5 } from '../base/hash.ts';
import { attributeOf, type AttributeValue, type Item } from '../model/attribute-value.ts';
import { keyAttributes, partitionKeyBytes, sortKeyBytes } from '../model/item-key.ts';
import type { KeySchema } from '../model/table.ts';

/** Of a partition key. Where an index's has several attributes, each ends itself before the next. */
export function partitionHash(values: readonly AttributeValue[]): Uint8Array {
  const [first] = values;
  return values.length === 1 && first !== undefined
    ? md5(partitionKeyBytes(first))
    : md5(concatBytes(values.map(sortKeyBytes)));
}

/** Of an item's whole primary key. */
export function baseHash(schema: KeySchema, item: Item): Uint8Array {
  const values = keyAttributes(schema).map(({ name }) => {
    const value = attributeOf(item, name);
    assert(value !== undefined, 'a stored item has its key attributes');
    return sortKeyBytes(value);
  });
  return md5(concatBytes(values));
}
