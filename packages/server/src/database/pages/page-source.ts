// What a query or scan reads: a table or one of its indexes, behind one face. Both are ranges of images
// under a prefix, a hash of the partition key and encoded sort keys.

import {
  attributeOf,
  type AttributeValue,
  type Item,
  setAttribute,
} from '../../model/attribute-value.ts';
import { encodeItem, parseItem } from '../../model/item-bytes.ts';
import {
  hashRange,
  indexEntryKey,
  indexHashRange,
  type KeyRange,
  partitionRange,
} from '../../model/storage-keys.ts';
import {
  type IndexDefinition,
  type KeyAttribute,
  type KeyParts,
  partsOf,
  type TableDefinition,
} from '../../model/table.ts';
import type { Image } from '../../write/image.ts';
import { partitionHash } from '../../write/key-hash.ts';

export interface PageSource {
  readonly table: TableDefinition;
  /** Absent when the table itself is read. */
  readonly index?: IndexDefinition;
  readonly key: KeyParts;
}

export function tableSource(table: TableDefinition): PageSource {
  return { table, key: partsOf(table.key) };
}

export function indexSource(table: TableDefinition, index: IndexDefinition): PageSource {
  return { table, index, key: index.key };
}

/** What the keys of everything with this partition key begin with. */
export function partitionPrefix(
  { table, index }: PageSource,
  partition: readonly AttributeValue[],
): Uint8Array {
  const hash = partitionHash(partition);
  if (index === undefined) return partitionRange(table.number, hash).from;
  return indexPrefix(table, index, { hash, sort: [] });
}

function indexPrefix(
  table: TableDefinition,
  index: IndexDefinition,
  parts: { readonly hash: Uint8Array; readonly sort: readonly Uint8Array[] },
): Uint8Array {
  const place = { table: table.number, index: index.number };
  return indexEntryKey(place, { ...parts, base: new Uint8Array(0) });
}

/** Everything whose partition key's hash begins with 32 bits from `from` to below `to`. */
export function sourceHashRange({ table, index }: PageSource, from: number, to: number): KeyRange {
  return index === undefined
    ? hashRange(table.number, from, to)
    : indexHashRange({ table: table.number, index: index.number }, from, to);
}

/** The names of LastEvaluatedKey: the key of the index, and that of the table. */
export function keyAttributesOf({ table, key }: PageSource): KeyAttribute[] {
  const attributes = new Map<string, KeyAttribute>();
  for (const parts of [key, partsOf(table.key)]) {
    for (const one of [...parts.partition, ...parts.sort]) attributes.set(one.name, one);
  }
  return [...attributes.values()];
}

/** LastEvaluatedKey for the last image of a page. */
export function lastKeyOf(source: PageSource, last: Image): Uint8Array {
  return encodeItem(keysOf(source, parseItem(last.json)));
}

function keysOf(source: PageSource, item: Item): Item {
  const keys: Record<string, AttributeValue> = {};
  for (const { name } of keyAttributesOf(source)) {
    const value = attributeOf(item, name);
    if (value !== undefined) setAttribute(keys, name, value);
  }
  return keys;
}
