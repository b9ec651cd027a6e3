// The door to the embedded engine.

import type { Store } from '../store.ts';
import { type FileSystem, realFileSystem } from './file-system.ts';
import { openDirectory, openInMemory } from './open-database.ts';
import { SqliteStore } from './sqlite-store.ts';

export interface OpenSqliteOptions {
  /** A directory, created when missing, which this process then holds alone; or nothing on disk at all. */
  readonly location: { readonly dataDir: string } | 'memory';
  /** `fsync`: acknowledged means on disk. `os`: it survives this process, but not a loss of power. */
  readonly durability: 'fsync' | 'os';
  readonly fileSystem?: FileSystem;
}

/** Throws CannotOpenStore, whose message tells the operator what to do. */
export async function openSqliteStore(options: OpenSqliteOptions): Promise<Store> {
  const { location, durability, fileSystem = realFileSystem } = options;
  const opened = location === 'memory' ? openInMemory() : openDirectory(location.dataDir);
  return new SqliteStore(opened, { durability, fileSystem });
}
