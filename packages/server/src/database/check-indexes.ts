// The second half of the invariant: an index holds exactly what derives from its table's items, and its
// statistics count it. An index that is being back-filled holds what derives from the items reached.

import { parseItem } from '../model/item-bytes.ts';
import { indexEntriesRange, itemsRange, statisticsRange } from '../model/storage-keys.ts';
import type { IndexDefinition, TableDefinition } from '../model/table.ts';
import type { Store } from '../store/store.ts';
import { decodeImage, type Image, sameImage } from '../write/image.ts';
import { indexEntry } from '../write/index-entry.ts';
import { addStatistics, decodeStatistics, noStatistics } from '../write/statistics.ts';
import { readAll } from '../store/read-all.ts';

/** What is wrong, in sentences. */
export async function checkIndexes(store: Store, table: TableDefinition): Promise<string[]> {
  const problems: string[] = [];
  for (const index of table.indexes) problems.push(...(await checkIndex(store, table, index)));
  return problems;
}

async function checkIndex(
  store: Store,
  table: TableDefinition,
  index: IndexDefinition,
): Promise<string[]> {
  const derived = await derivedEntries(store, table, index);
  const problems: string[] = [];
  let held = noStatistics;
  for await (const [key, value] of readAll(store, indexEntriesRange(table.number, index.number))) {
    const name = Buffer.from(key).toString('hex');
    const image = decodeImage(value);
    held = addStatistics(held, { itemCount: 1, sizeBytes: image.sizeBytes });
    if (!sameImage(derived.get(name), image)) {
      problems.push(`${table.name}: index ${index.name} holds ${name}, which no item gives.`);
    }
    derived.delete(name);
  }
  for (const name of derived.keys()) {
    problems.push(`${table.name}: index ${index.name} lacks ${name}.`);
  }
  let counted = noStatistics;
  for await (const [, value] of readAll(store, statisticsRange(table.number))) {
    counted = addStatistics(
      counted,
      decodeStatistics(value).indexes.get(index.number) ?? noStatistics,
    );
  }
  if (counted.itemCount !== held.itemCount || counted.sizeBytes !== held.sizeBytes) {
    problems.push(
      `${table.name}: index ${index.name} counts ${JSON.stringify(counted)} and holds ${JSON.stringify(held)}.`,
    );
  }
  return problems;
}

async function derivedEntries(
  store: Store,
  table: TableDefinition,
  index: IndexDefinition,
): Promise<Map<string, Image>> {
  const derived = new Map<string, Image>();
  for await (const [, value] of readAll(store, itemsRange(table.number))) {
    const image = decodeImage(value);
    if (image.indexEpoch < index.number) continue;
    const entry = indexEntry(table, index, { image, item: parseItem(image.json) });
    if (entry !== undefined) derived.set(Buffer.from(entry.key).toString('hex'), entry.image);
  }
  return derived;
}
