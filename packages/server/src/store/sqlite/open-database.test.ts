// Who may open a data directory, and what others are told.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { readText, write } from '../contract/test-store.ts';
import { CannotOpenStore, type Store } from '../store.ts';
import { openDirectory } from './open-database.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { startChild } from './testing/child-process.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

function open(dataDir: string): Promise<Store> {
  return openSqliteStore({ location: { dataDir }, durability: 'fsync' });
}

function execute(dataDir: string, sql: string): void {
  const database = new DatabaseSync(join(dataDir, 'headwater.db'));
  database.exec(sql);
  database.close();
}

interface Case {
  readonly name: string;
  prepare(directory: string): Promise<unknown>;
  readonly says: RegExp;
  readonly advises: RegExp;
}

const refusals: Case[] = [
  {
    name: 'a newer format',
    async prepare(directory) {
      const store = await open(directory);
      await store[Symbol.asyncDispose]();
      execute(directory, 'PRAGMA user_version = 2');
    },
    says: /format is 2, and this version of Headwater knows format 1/,
    advises: /Run the version of Headwater that wrote it/,
  },
  {
    name: 'the SQLite file of another program',
    prepare: async (directory) => execute(directory, 'CREATE TABLE theirs (a)'),
    says: /headwater\.db was not written by Headwater/,
    advises: /move that file away/,
  },
  {
    name: 'the empty SQLite file of another program',
    prepare: async (directory) => execute(directory, 'PRAGMA application_id = 7; VACUUM'),
    says: /headwater\.db was not written by Headwater/,
    advises: /move that file away/,
  },
  {
    name: 'a file that is no database',
    prepare: (directory) => writeFile(join(directory, 'headwater.db'), 'x'.repeat(10_000)),
    says: /headwater\.db was not written by Headwater/,
    advises: /move that file away/,
  },
  {
    name: 'a file that cannot be opened',
    prepare: (directory) => mkdir(join(directory, 'headwater.db')),
    says: /unable to open database file/,
    advises: /Check that the directory can be created, read and written/,
  },
];

test.for(refusals)('$name is refused', async ({ prepare, says, advises }) => {
  await using directory = await temporaryDirectory();
  await prepare(directory.path);
  const refused = open(directory.path);
  await expect(refused).rejects.toThrow(CannotOpenStore);
  await expect(refused).rejects.toThrow(directory.path);
  await expect(refused).rejects.toThrow(says);
  await expect(refused).rejects.toThrow(advises);
});

test('a refusal leaves the file as it was', async () => {
  await using directory = await temporaryDirectory();
  execute(directory.path, 'CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)');
  const before = await readFile(join(directory.path, 'headwater.db'));
  await expect(open(directory.path)).rejects.toThrow(CannotOpenStore);
  expect(await readFile(join(directory.path, 'headwater.db'))).toEqual(before);
});

test('a directory that cannot be created is refused', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'file');
  await writeFile(file, '');
  await expect(open(join(file, 'data'))).rejects.toThrow(CannotOpenStore);
  await expect(open(join(file, 'data'))).rejects.toThrow(/ENOTDIR/);
});

test('missing directories are created', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'some', 'where');
  await using store = await open(path);
  await write(store, { puts: { key: 'value' } });
  expect(await readText(store, 'key')).toEqual(['value']);
});

test('a new file has 8 KB pages and a WAL', async () => {
  await using directory = await temporaryDirectory();
  const store = await open(directory.path);
  await store[Symbol.asyncDispose]();
  const header = await readFile(join(directory.path, 'headwater.db'));
  // https://www.sqlite.org/fileformat.html: the page size, and the versions that mean WAL.
  expect(header.readUInt16BE(16)).toBe(8192);
  expect([...header.subarray(18, 20)]).toEqual([2, 2]);
});

test('reads see the file through a mapping, which grows with it', async () => {
  await using directory = await temporaryDirectory();
  const { database, close } = openDirectory(directory.path);
  const insert = database.prepare('INSERT INTO kv (k, v) VALUES (?, zeroblob(100000))');
  for (let key = 0; key < 100; key += 1) {
    insert.run(Buffer.of(key));
    database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }
  const sum = database.prepare('SELECT sum(length(v)) AS bytes FROM kv').get()?.['bytes'];
  expect(sum).toBe(10_000_000);
  const mapped = database.prepare('PRAGMA mmap_size').get()?.['mmap_size'];
  expect(mapped).toBeGreaterThan(2e9);
  if (process.platform === 'linux') {
    expect(await mappedBytes(directory.path)).toBeGreaterThan(10_000_000);
  }
  close();
});

/** How much of the directory's main file this process has mapped. */
async function mappedBytes(directory: string): Promise<number> {
  const maps = await readFile('/proc/self/maps', 'utf8');
  const lines = maps.split('\n').filter((line) => line.endsWith(join(directory, 'headwater.db')));
  return lines.reduce((sum, line) => {
    const [from, to] = line.split(/[- ]/).map((address) => Number.parseInt(address, 16));
    return sum + (to ?? Number.NaN) - (from ?? Number.NaN);
  }, 0);
}

test('a second store in this process is refused, and does the first no harm', async () => {
  await using directory = await temporaryDirectory();
  await using store = await open(directory.path);
  await expect(open(directory.path)).rejects.toThrow(/another process has it open/);
  await write(store, { puts: { key: 'value' } });
  await using child = startChild('./hold-store.ts', directory.path);
  await child.printed(1);
  expect(child.output).toMatch(/CannotOpenStore: .* another process has it open/);
  expect(await readText(store, 'key')).toEqual(['value']);
});

test('another process is refused until the holder is gone, however it went', async () => {
  await using directory = await temporaryDirectory();
  await using child = startChild('./hold-store.ts', directory.path);
  await child.printed(1);
  await expect(open(directory.path)).rejects.toThrow(
    /another process has it open\. Stop that process, or choose another directory\./,
  );
  await child.kill();
  await using store = await open(directory.path);
  await write(store, { puts: { key: 'value' } });
  expect(await readText(store, 'key')).toEqual(['value']);
});

test('a creation that was cut short is completed', async () => {
  await using directory = await temporaryDirectory();
  execute(directory.path, 'PRAGMA page_size = 8192; PRAGMA journal_mode = WAL');
  await using store = await open(directory.path);
  await write(store, { puts: { key: 'value' } });
  expect(await readText(store, 'key')).toEqual(['value']);
});
