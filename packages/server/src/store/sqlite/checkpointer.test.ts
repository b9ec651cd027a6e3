// The WAL moves into the main file in the one order that survives a crash at any point.

import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEntries, readText, write } from '../contract/test-store.ts';
import { StoreUnavailable } from '../store.ts';
import { realFileSystem } from './file-system.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { HeldFileSystem, isPending, settle } from './testing/held-file-system.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

// More than enough for a checkpoint.
const LARGE = 'x'.repeat(6_000_000);

const modes = [
  // The commit's own sync, and the checkpoint's.
  { durability: 'fsync', walSyncs: 2 },
  { durability: 'os', walSyncs: 1 },
] as const;

test.for(modes)('commits wait for it, reads do not: %j', async ({ durability, walSyncs }) => {
  await using directory = await temporaryDirectory();
  const fileSystem = new HeldFileSystem();
  const location = { dataDir: directory.path };
  await using store = await openSqliteStore({ location, durability, fileSystem });
  const mainBytes = async () => (await stat(join(directory.path, 'headwater.db'))).size;
  const large = write(store, { puts: { large: LARGE } });
  const descriptors = new Set<number>();
  for (let count = 0; count < walSyncs; count += 1) {
    const wal = await fileSystem.next();
    descriptors.add(wal.descriptor);
    expect(await mainBytes()).toBeLessThan(LARGE.length);
    wal.succeed();
  }
  await large;
  const main = await fileSystem.next();
  expect(descriptors.size).toBe(1);
  expect(descriptors).not.toContain(main.descriptor);
  expect(await mainBytes()).toBeGreaterThan(LARGE.length);

  const waiting = write(store, { puts: { small: '1' }, entries: ['e'] });
  expect(await isPending(waiting)).toBe(true);
  expect(await readText(store, 'large', 'small')).toEqual([LARGE, undefined]);

  fileSystem.letGo();
  main.succeed();
  await waiting;
  expect(await readText(store, 'small')).toEqual(['1']);
  expect(await readEntries(store)).toEqual(['1:e']);
  await settle();
  // One of the main file, and none but its own for a commit that gives no cause for another checkpoint.
  const ownSyncs = durability === 'fsync' ? 1 : 0;
  expect(fileSystem.calls).toBe(walSyncs + 1 + ownSyncs);
});

test('until the main file is synced, the WAL makes up for all that it could lose', async () => {
  await using directory = await temporaryDirectory();
  await using restored = await temporaryDirectory();
  const fileSystem = new HeldFileSystem();
  const location = { dataDir: directory.path };
  await using store = await openSqliteStore({ location, durability: 'os', fileSystem });
  const copy = (name: string) => copyFile(join(directory.path, name), join(restored.path, name));
  await write(store, { puts: { large: LARGE }, entries: ['e'] });
  const wal = await fileSystem.next();
  await copy('headwater.db');
  wal.succeed();
  const main = await fileSystem.next();
  await copy('headwater.db-wal');
  fileSystem.letGo();
  main.succeed();

  const dataDir = restored.path;
  await using after = await openSqliteStore({ location: { dataDir }, durability: 'os' });
  expect(await readText(after, 'large')).toEqual([LARGE]);
  expect(await readEntries(after)).toEqual(['1:e']);
});

test('a main file that cannot be synced is the end of the store', async () => {
  await using directory = await temporaryDirectory();
  const fileSystem = new HeldFileSystem();
  const location = { dataDir: directory.path };
  await using store = await openSqliteStore({ location, durability: 'os', fileSystem });
  await write(store, { puts: { large: LARGE } });
  (await fileSystem.next()).succeed();
  const main = await fileSystem.next();
  const waiting = write(store, { puts: { small: '1' } });
  const cause = new Error('EIO: i/o error, fdatasync');
  main.fail(cause);
  await expect(waiting).rejects.toThrow(StoreUnavailable);
  await expect(waiting).rejects.toHaveProperty('cause', cause);
  await expect(readText(store, 'large')).rejects.toThrow(StoreUnavailable);
});

test('the WAL stays small under a load that never pauses', async () => {
  await using directory = await temporaryDirectory();
  const options = { location: { dataDir: directory.path }, durability: 'os' } as const;
  await using store = await openSqliteStore({ ...options, fileSystem: realFileSystem });
  const entry = 'e'.repeat(20_000);
  const lanes = ['a', 'b', 'c', 'd'];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let index = 0; index < 300; index += 1) await write(store, { lane, entries: [entry] });
    }),
  );
  const wal = await stat(join(directory.path, 'headwater.db-wal'));
  expect(wal.size).toBeLessThan(8_000_000);
  for (const lane of lanes) expect(await readEntries(store, lane)).toHaveLength(300);
});

test('closing waits for a checkpoint under way', async () => {
  await using directory = await temporaryDirectory();
  const location = { dataDir: directory.path };
  const fileSystem = new HeldFileSystem();
  const store = await openSqliteStore({ location, durability: 'os', fileSystem });
  const names = Array.from({ length: 500 }, (_, index) => `key ${index}`);
  const many = write(store, { puts: Object.fromEntries(names.map((name) => [name, name])) });
  const closed = store[Symbol.asyncDispose]();
  await many;
  expect(await isPending(closed)).toBe(true);
  fileSystem.letGo();
  await closed;
  await using again = await openSqliteStore({ location, durability: 'os' });
  expect(await readText(again, ...names)).toEqual(names);
});
