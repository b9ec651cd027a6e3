// Index entries: what a secondary index holds of an item. They derive from the item alone, so the
// entries of an item before and after a write say what has to be put and deleted.
//
// An entry's key is drawn in model/storage-keys.ts; its value is an image (image.ts) of the projected
// item. An item that lacks one of the index's key attributes has no entry: the index is sparse. Nor has
// one from before the index whose value the index cannot hold.

import {
  attributeOf,
  type AttributeValue,
  type Item,
  withAttributes,
} from '../model/attribute-value.ts';
import { sortKeyBytes } from '../model/item-key.ts';
import { indexEntryKey } from '../model/storage-keys.ts';
import {
  type IndexDefinition,
  type KeyAttribute,
  type KeyParts,
  partsOf,
  type TableDefinition,
} from '../model/table.ts';
import { type Image, imageOf } from './image.ts';
import { suitsIndex } from './index-keys.ts';
import { baseHash, partitionHash } from './key-hash.ts';

export interface IndexEntry {
  readonly key: Uint8Array;
  readonly image: Image;
}

/** `item` is a stored item of the table, and `image` its own image. */
export function indexEntry(
  table: TableDefinition,
  index: IndexDefinition,
  { item, image }: { readonly item: Item; readonly image: Image },
): IndexEntry | undefined {
  if (!suitsIndex(index, item)) return undefined;
  const partition = valuesOf(index.key.partition, item);
  const sort = valuesOf(index.key.sort, item);
  if (partition === undefined || sort === undefined) return undefined;
  const key = indexEntryKey(
    { table: table.number, index: index.number },
    {
      hash: partitionHash(partition),
      sort: sort.map(sortKeyBytes),
      base: baseHash(table.key, item),
    },
  );
  const all = index.projection.type === 'ALL';
  return { key, image: all ? image : imageOf(projectedItem(table, index, item)) };
}

function valuesOf(attributes: readonly KeyAttribute[], item: Item): AttributeValue[] | undefined {
  const values: AttributeValue[] = [];
  for (const { name } of attributes) {
    const value = attributeOf(item, name);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** The attributes that an index holds of any item that it has an entry for; undefined for all. */
export function projectedAttributes(
  table: Pick<TableDefinition, 'key'>,
  index: Pick<IndexDefinition, 'key' | 'projection'>,
): ReadonlySet<string> | undefined {
  if (index.projection.type === 'ALL') return undefined;
  const keys = [index.key, partsOf(table.key)].flatMap((parts) => keyNames(parts));
  return new Set([...keys, ...(index.projection.attributes ?? [])]);
}

function keyNames({ partition, sort }: KeyParts): string[] {
  return [...partition, ...sort].map(({ name }) => name);
}

function projectedItem(table: TableDefinition, index: IndexDefinition, item: Item): Item {
  const kept = projectedAttributes(table, index);
  return kept === undefined ? item : withAttributes(item, kept);
}
