// An engine that fails fails a whole transaction, and leaves the store as it was before it.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bytes, readEntries, readText, write } from '../contract/test-store.ts';
import { StoreUnavailable } from '../store.ts';
import { realFileSystem } from './file-system.ts';
import { openDirectory, openInMemory } from './open-database.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { SqliteStore } from './sqlite-store.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

test('a full disk rejects the commits of one transaction, and later ones succeed', async () => {
  await using directory = await temporaryDirectory();
  const opened = openDirectory(directory.path);
  const store = new SqliteStore(opened, { durability: 'fsync', fileSystem: realFileSystem });
  await write(store, { puts: { key: 'old' }, entries: ['first'] });
  opened.database.exec('PRAGMA max_page_count = 20');
  const outcomes = await Promise.allSettled([
    write(store, { puts: { key: 'new' }, entries: ['second'] }),
    write(store, { lane: 'new lane', entries: ['x'] }),
    write(store, { puts: { large: 'x'.repeat(1_000_000) } }),
  ]);
  for (const outcome of outcomes) {
    const reason = expect.any(StoreUnavailable) as unknown;
    expect(outcome).toMatchObject({ status: 'rejected', reason });
    expect(outcome).toHaveProperty('reason.cause.message', 'database or disk is full');
  }
  expect(await readText(store, 'key', 'large')).toEqual(['old', undefined]);

  opened.database.exec('PRAGMA max_page_count = 1000');
  await write(store, { entries: ['third'] });
  await write(store, { lane: 'new lane', entries: ['y'] });
  await store[Symbol.asyncDispose]();
  const location = { dataDir: directory.path };
  await using again = await openSqliteStore({ location, durability: 'fsync' });
  expect(await readEntries(again)).toEqual(['1:first', '2:third']);
  expect(await readEntries(again, 'new lane')).toEqual(['1:y']);
});

test('reads get their turn between the transactions of a long queue', async () => {
  const opened = openInMemory();
  await using store = new SqliteStore(opened, { durability: 'os', fileSystem: realFileSystem });
  const queue = Array.from({ length: 1000 }, (_, index) =>
    write(store, { puts: { newest: String(index + 1) } }),
  );
  const seen: number[] = [];
  while (seen.at(-1) !== 1000) {
    await nextTurn();
    const [value] = await store.get([bytes('newest')]);
    seen.push(Number(value && Buffer.from(value).toString()));
  }
  expect(seen.length).toBeGreaterThan(5);
  await Promise.all(queue);
});

test('large commits make for short transactions', async () => {
  const opened = openInMemory();
  await using store = new SqliteStore(opened, { durability: 'os', fileSystem: realFileSystem });
  const value = 'x'.repeat(600_000);
  const queue = Array.from({ length: 6 }, (_, index) =>
    write(store, { puts: { [`key ${index}`]: value } }),
  );
  await nextTurn();
  const present = await readText(store, 'key 1', 'key 2');
  expect(present.map((text) => text?.length)).toEqual([600_000, undefined]);
  await Promise.all(queue);
});
