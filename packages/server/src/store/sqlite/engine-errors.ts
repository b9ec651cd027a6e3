// What went wrong inside SQLite or the file system, in the words of the store interface.

import { StoreUnavailable } from '../store.ts';

// Primary result codes of https://www.sqlite.org/rescode.html; the extended ones keep them in 8 bits.
export const SQLITE_BUSY = 5;
export const SQLITE_IOERR = 10;
export const SQLITE_CORRUPT = 11;
export const SQLITE_NOTADB = 26;

/** SQLite's primary result code; undefined when something else was thrown. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

export function unavailable(what: string, cause: unknown): StoreUnavailable {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreUnavailable(`${what}: ${reason}`, { cause });
}
