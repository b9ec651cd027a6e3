// The database alone on a large table: fills it, scans it, and copies the same bytes plainly.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemRuntime } from '../packages/server/src/base/system-runtime.ts';
import type { Database } from '../packages/server/src/database/database.ts';
import { openDatabase } from '../packages/server/src/database/open-database.ts';
import { openSqliteStore } from '../packages/server/src/store/sqlite/open-sqlite-store.ts';
import { play } from './child-role.ts';
import { itemInTurn, largeItem, largeTable } from './large-data.ts';

const role = { fill, scan, copyRows, copyBuffers };
export type LargeRole = typeof role;

export interface Copied {
  readonly count: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}

const SCOPE = { account: '000000000000', region: 'us-east-1' };
const BATCH = 25;
const BATCHES_IN_FLIGHT = 40;
const PARTITIONS = 4;
/** Those of Headwater's own connection. */
const CACHE_KIB = 32 * 1024;
const MAPPED_BYTES = 2 ** 31;

play(role);

/** Resolves with the milliseconds that it took. */
async function fill(to: { readonly dataDir: string; readonly itemCount: number }): Promise<number> {
  const startedAt = performance.now();
  await withDatabase(to.dataDir, async (database) => {
    await database.createTable(SCOPE, largeTable);
    const step = BATCH * BATCHES_IN_FLIGHT;
    for (let first = 0; first < to.itemCount; first += step) {
      const end = Math.min(first + step, to.itemCount);
      await putAll(database, { first, end, itemCount: to.itemCount });
    }
  });
  return performance.now() - startedAt;
}

async function putAll(
  database: Database,
  range: { readonly first: number; readonly end: number; readonly itemCount: number },
): Promise<void> {
  const batches: Promise<unknown>[] = [];
  for (let { first } = range; first < range.end; first += BATCH) {
    const count = Math.min(BATCH, range.end - first);
    const writes = Array.from({ length: count }, (_, add) => ({
      kind: 'put' as const,
      item: largeItem(itemInTurn(first + add, range.itemCount)),
    }));
    batches.push(database.batchWrite(SCOPE, { tables: [{ table: largeTable.name, writes }] }));
  }
  await Promise.all(batches);
}

/** The whole table in pages of 1 MB; `bytes` are those of the items' JSON. */
async function scan(dataDir: string): Promise<Copied> {
  return withDatabase(dataDir, async (database) => {
    const startedAt = performance.now();
    let count = 0;
    let bytes = 0;
    for (let start = {}; ;) {
      const request = { table: largeTable.name, consistent: false, ...start };
      const { items, lastKey } = await database.scan(SCOPE, request);
      count += items.length;
      for (const item of items) bytes += item.length;
      if (lastKey === undefined) return { count, bytes, elapsedMs: performance.now() - startedAt };
      start = { startKey: JSON.parse(Buffer.from(lastKey).toString()) as unknown };
    }
  });
}

async function withDatabase<T>(
  dataDir: string,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  await using store = await openSqliteStore({ location: { dataDir }, durability: 'os' });
  await using database = openDatabase({
    store,
    runtime: systemRuntime(),
    options: { partitions: PARTITIONS, transitionMs: 0, logEverything: false },
    onFailure: (error) => {
      throw error;
    },
  });
  return await use(database);
}

/** Every value of the file, by SQLite's own means. In the order of the file or of the keys. */
async function copyRows(from: {
  readonly dataDir: string;
  readonly order: 'file' | 'key';
}): Promise<Copied> {
  using database = new DatabaseSync(join(from.dataDir, 'headwater.db'), { readOnly: true });
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA mmap_size = ${MAPPED_BYTES}`);
  const order = from.order === 'key' ? 'ORDER BY k' : '';
  const query = database.prepare(`SELECT v FROM kv ${order}`);
  query.setReturnArrays(true);
  const startedAt = performance.now();
  let count = 0;
  let bytes = 0;
  // The published types know rows as objects only.
  for (const [value] of query.iterate() as Iterable<unknown> as Iterable<readonly [Uint8Array]>) {
    count += 1;
    bytes += value.length;
  }
  return { count, bytes, elapsedMs: performance.now() - startedAt };
}

/** As many buffers of the same length in all, each a copy. */
async function copyBuffers({ count, bytes }: Copied): Promise<Copied> {
  const original = new Uint8Array(Math.round(bytes / count)).fill(120);
  const startedAt = performance.now();
  let copied = 0;
  for (let index = 0; index < count; index += 1) copied += Buffer.from(original).length;
  return { count, bytes: copied, elapsedMs: performance.now() - startedAt };
}
