// Where an item lives: its key in the store, and the lane that its changes are logged in.

import { assert } from '../base/assert.ts';
import { attributeOf, type AttributeValue, type Item } from '../model/attribute-value.ts';
import { sortKeyBytes } from '../model/item-key.ts';
import { itemKey } from '../model/storage-keys.ts';
import type { Partition, TableDefinition } from '../model/table.ts';
import { partitionHash } from './key-hash.ts';

export interface ItemPlace {
  readonly key: Uint8Array;
  readonly lane: string;
}

/** `key` holds the table's key attributes and was checked against its schema. */
export function placeOf(table: TableDefinition, key: Item): ItemPlace {
  const hash = partitionHash([keyValue(key, table.key.partition.name)]);
  const sort = table.key.sort;
  const sortBytes = sort === undefined ? undefined : sortKeyBytes(keyValue(key, sort.name));
  return {
    key: itemKey(table.number, hash, sortBytes),
    lane: partitionOf(table.partitions, hash).lane,
  };
}

/** The partition whose range of the hash's leading 32 bits holds `hash`. */
function partitionOf(partitions: readonly Partition[], hash: Uint8Array): Partition {
  const leading = new DataView(hash.buffer, hash.byteOffset).getUint32(0);
  const found = partitions.findLast((partition) => partition.from <= leading);
  assert(found !== undefined, 'the first partition begins at 0');
  return found;
}

function keyValue(key: Item, name: string): AttributeValue {
  const value = attributeOf(key, name);
  assert(value !== undefined, 'a checked key has all key attributes');
  return value;
}
