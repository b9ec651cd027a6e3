// Opens a data directory's file for this process alone, or says why that cannot be done; creates what is
// missing. The lock is SQLite's own on the file, which the kernel drops when the process ends, however
// it ends. Nothing here may open and close the file by itself: on POSIX, closing any descriptor of a file
// drops the locks that the same process holds on it.

import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { assert } from '../../base/assert.ts';
import { CannotOpenStore } from '../store.ts';
import { SQLITE_BUSY, SQLITE_NOTADB, sqliteCode } from './engine-errors.ts';
import { APPLICATION_ID, CREATE_TABLES, FORMAT, PAGE_BYTES } from './schema.ts';

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Descriptors to sync through; undefined in memory. */
  readonly files: { readonly main: number; readonly wal: number } | undefined;
  close(): void;
}

const FILE_NAME = 'headwater.db';

/**
 * Reads see the main file through a mapping, as far as it reaches: SQLite's build ends it at 2 GiB, and
 * what lies behind, or cannot be mapped, is read by calls. Rows lie in order of arrival, so a query
 * meets a page for each of its items; a call for each made it twice as long in a table of a million
 * items as in one of 10,000, and the mapping makes it 1.1 times as long (docs/performance.md). The
 * mapping is read only, its memory is the operating system's cache, and writes cost what they did. The
 * price: when the disk fails under a read, the process ends by SIGBUS instead of answering an error.
 * That loses what a kill loses, which is nothing that was acknowledged.
 */
const MAPPED_BYTES = 2 ** 31;

/** For what is in the WAL or being changed, and what is not mapped. */
const CACHE_KIB = 32 * 1024;

export function openInMemory(): OpenedDatabase {
  const database = new DatabaseSync(':memory:');
  database.exec(`PRAGMA page_size = ${PAGE_BYTES}; ${CREATE_TABLES}`);
  return { database, files: undefined, close: () => database.close() };
}

/** Throws CannotOpenStore. */
export function openDirectory(dataDir: string): OpenedDatabase {
  const directory = resolve(dataDir);
  let database: DatabaseSync | undefined;
  try {
    const firstCreated = mkdirSync(directory, { recursive: true }) ?? directory;
    const path = join(directory, FILE_NAME);
    database = new DatabaseSync(path);
    claim(database);
    prepare(database);
    syncDirectories(directory, dirname(firstCreated));
    return withFiles(database, path);
  } catch (error) {
    database?.close();
    throw cannotOpen(directory, error);
  }
}

/** Takes the lock that is held until the database closes, before anything is read. */
function claim(database: DatabaseSync): void {
  // The page size of a new file is fixed by its first transaction; that of an existing one stays.
  database.exec(`
    PRAGMA page_size = ${PAGE_BYTES};
    PRAGMA locking_mode = EXCLUSIVE;
    BEGIN EXCLUSIVE;
  `);
  try {
    checkFormat(database);
  } finally {
    database.exec('ROLLBACK');
  }
}

function checkFormat(database: DatabaseSync): void {
  const owner = pragma(database, 'application_id');
  const format = pragma(database, 'user_version');
  if (owner === APPLICATION_ID && format === FORMAT) return;
  if (owner === APPLICATION_ID) {
    throw new Refusal(
      `its format is ${format}, and this version of Headwater knows format ${FORMAT}`,
      'Run the version of Headwater that wrote it, or choose another directory.',
    );
  }
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'];
  if (owner !== 0 || format !== 0 || tables !== 0) throw foreignFile();
}

function prepare(database: DatabaseSync): void {
  const isNew = pragma(database, 'application_id') === 0;
  const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  assert(mode === 'wal', `SQLite changed the journal mode to ${String(mode)}`);
  // The checkpointer moves the WAL into the main file, when and how it likes.
  database.exec(`
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA cache_size = -${CACHE_KIB};
    PRAGMA mmap_size = ${MAPPED_BYTES};
  `);
  // Writing the format again makes SQLite create the WAL file now, and shows that the disk takes writes.
  database.exec(`
    BEGIN IMMEDIATE;
    ${isNew ? CREATE_TABLES : ''}
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${FORMAT};
    COMMIT;
  `);
}

function withFiles(database: DatabaseSync, path: string): OpenedDatabase {
  const files = { main: openSync(path, 'r+'), wal: openSync(`${path}-wal`, 'r+') };
  return {
    database,
    files,
    close() {
      // First the database: closing a descriptor of the main file ends SQLite's lock on it.
      database.close();
      closeSync(files.main);
      closeSync(files.wal);
    },
  };
}

/** Makes the entries of new files and directories durable, from `directory` up to `last`. */
function syncDirectories(directory: string, last: string): void {
  // Windows has no descriptors of directories, and keeps their entries in its journal.
  if (process.platform === 'win32') return;
  for (let path = directory; ; path = dirname(path)) {
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (path === last || path === dirname(path)) return;
  }
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

/** What happened, and what to do about it. */
class Refusal extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

function cannotOpen(directory: string, cause: unknown): CannotOpenStore {
  const { message, remedy } = explain(cause);
  const text = `Cannot open the data directory ${directory}: ${message}. ${remedy}`;
  return new CannotOpenStore(text, { cause });
}

function explain(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause;
  const code = sqliteCode(cause);
  if (code === SQLITE_NOTADB) return foreignFile();
  if (code === SQLITE_BUSY) {
    return new Refusal(
      'another process has it open',
      'Stop that process, or choose another directory.',
    );
  }
  return new Refusal(
    cause instanceof Error ? cause.message : String(cause),
    'Check that the directory can be created, read and written, or choose another one.',
  );
}

function foreignFile(): Refusal {
  return new Refusal(
    `its ${FILE_NAME} was not written by Headwater`,
    'Choose another directory, or move that file away.',
  );
}
