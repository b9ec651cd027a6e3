// The third part of the invariant: the expiry entries of a table are exactly those that derive from its
// items, and nothing lies in the store under the number of an index or time to live that is gone, but for
// what the sweeper is still to remove.

import { parseItem } from '../model/item-bytes.ts';
import {
  expiryKey,
  garbageRange,
  indexEntriesRange,
  indexNumberOf,
  itemsRange,
  parseGarbageKey,
} from '../model/storage-keys.ts';
import type { TableDefinition } from '../model/table.ts';
import type { Store } from '../store/store.ts';
import { enabledTimeToLive, expiryOf } from '../write/expiry.ts';
import { decodeImage } from '../write/image.ts';
import { readAll } from '../store/read-all.ts';

/** What is wrong, in sentences. */
export async function checkExpiries(store: Store, table: TableDefinition): Promise<string[]> {
  const problems: string[] = [];
  const derived = await derivedKeys(store, table);
  const timeToLive = enabledTimeToLive(table);
  const indexes = new Set(table.indexes.map(({ number }) => number));
  const garbage = await garbageNumbers(store, table);
  for await (const [key] of readAll(store, indexEntriesRange(table.number))) {
    const number = indexNumberOf(key);
    const name = Buffer.from(key).toString('hex');
    if (number === timeToLive?.number) {
      if (!derived.delete(name)) {
        problems.push(`${table.name}: the expiry entry ${name} derives from no item.`);
      }
    } else if (!indexes.has(number) && !garbage.has(number)) {
      problems.push(`${table.name}: ${name} belongs to number ${number}, which is gone.`);
    }
  }
  for (const name of derived) problems.push(`${table.name}: the expiry entry ${name} is missing.`);
  return problems;
}

async function derivedKeys(store: Store, table: TableDefinition): Promise<Set<string>> {
  const derived = new Set<string>();
  const timeToLive = enabledTimeToLive(table);
  if (timeToLive === undefined) return derived;
  const place = { table: table.number, number: timeToLive.number };
  for await (const [key, value] of readAll(store, itemsRange(table.number))) {
    const image = decodeImage(value);
    if (image.indexEpoch < timeToLive.number) continue;
    const dueAt = expiryOf(timeToLive, parseItem(image.json));
    if (dueAt === undefined) continue;
    derived.add(Buffer.from(expiryKey(place, dueAt, key)).toString('hex'));
  }
  return derived;
}

async function garbageNumbers(store: Store, table: TableDefinition): Promise<Set<number>> {
  const numbers = new Set<number>();
  for await (const [key] of readAll(store, garbageRange())) {
    const { table: number, index } = parseGarbageKey(key);
    if (number === table.number && index !== undefined) numbers.add(index);
  }
  return numbers;
}
