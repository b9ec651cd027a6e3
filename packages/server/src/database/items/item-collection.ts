// Item collections: in a table with local indexes, all items of one partition key together with their
// entries in those indexes. Only asked for by name, so their size is summed up when it is.

import { attributeOf, type Item } from '../../model/attribute-value.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { encodeItem } from '../../model/item-bytes.ts';
import { rangeOfPrefix } from '../../model/storage-keys.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import { decodeImage } from '../../write/image.ts';
import type { DatabaseContext } from '../context.ts';
import type { CollectionSize } from '../database.ts';
import { indexSource, partitionPrefix, tableSource } from '../pages/page-source.ts';
import { readAll } from '../../store/read-all.ts';

/** `raw` is an item or a key that was written; undefined for a table without local indexes. */
export async function collectionSize(
  context: DatabaseContext,
  scope: Scope,
  { table, raw }: { readonly table: string; readonly raw: unknown },
): Promise<CollectionSize | undefined> {
  const { definition } = await context.catalog.ready(scope, table);
  const key = partitionOf(definition, decodeItem(raw));
  const local = definition.indexes.filter(({ kind }) => kind === 'local');
  if (local.length === 0 || key === undefined) return undefined;
  const sources = [
    tableSource(definition),
    ...local.map((index) => indexSource(definition, index)),
  ];
  let sizeBytes = 0;
  for (const source of sources) {
    const range = rangeOfPrefix(partitionPrefix(source, Object.values(key)));
    for await (const [, value] of readAll(context.store, range)) {
      sizeBytes += decodeImage(value).sizeBytes;
    }
  }
  return { key: encodeItem(key), sizeBytes };
}

function partitionOf({ key }: TableDefinition, item: Item): Item | undefined {
  const { name } = key.partition;
  const value = attributeOf(item, name);
  return value === undefined ? undefined : { [name]: value };
}
