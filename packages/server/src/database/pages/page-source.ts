// What a query or scan reads: a table or one of its indexes, behind one face. Both are ranges of images
// under a prefix, a hash of the partition key and encoded sort keys.

import { compareBytes } from '../../base/bytes.ts';
import {
  attributeOf,
  type AttributeValue,
  type Item,
  setAttribute,
} from '../../model/attribute-value.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { encodeItem, parseItem } from '../../model/item-bytes.ts';
import { checkKey, sortKeyBytes } from '../../model/item-key.ts';
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
import { placeOf } from '../../write/item-place.ts';
import { baseHash, partitionHash } from '../../write/key-hash.ts';

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
function keyAttributesOf({ table, key }: PageSource): KeyAttribute[] {
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

/**
 * The store's key of what an ExclusiveStartKey names; it has to lie in `range`.
 *
 * @throws InvalidInput
 */
export function startKeyOf(source: PageSource, raw: unknown, range: KeyRange): Uint8Array {
  const key = storeKeyOf(source, checkedStartKey(source, raw));
  if (compareBytes(key, range.from) >= 0 && compareBytes(key, range.to) < 0) return key;
  throw new InvalidInput(
    'rule',
    'The provided starting key is outside query boundaries based on provided conditions',
  );
}

function storeKeyOf({ table, index }: PageSource, key: Item): Uint8Array {
  if (index === undefined) return placeOf(table, key).key;
  const values = (attributes: readonly KeyAttribute[]): AttributeValue[] =>
    attributes.map(({ name }) => attributeOf(key, name) as AttributeValue);
  return indexEntryKey(
    { table: table.number, index: index.number },
    {
      hash: partitionHash(values(index.key.partition)),
      sort: values(index.key.sort).map(sortKeyBytes),
      base: baseHash(table.key, key),
    },
  );
}

function checkedStartKey(source: PageSource, raw: unknown): Item {
  const key = decodeItem(raw);
  const attributes = keyAttributesOf(source);
  try {
    if (Object.keys(key).length !== attributes.length) throw noMatch();
    for (const attribute of attributes) {
      const value = attributeOf(key, attribute.name);
      if (value === undefined) throw noMatch();
      checkKey({ partition: attribute }, { [attribute.name]: value });
    }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput('rule', `The provided starting key is invalid: ${error.message}`);
  }
  return key;
}

function noMatch(): InvalidInput {
  return new InvalidInput('rule', 'The provided key element does not match the schema');
}
