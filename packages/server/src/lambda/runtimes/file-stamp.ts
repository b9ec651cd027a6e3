// Whether files are still those that an environment loaded.

import { statSync } from 'node:fs';

/** What a file was like when it was loaded. */
export interface FileStamp {
  readonly path: string;
  /** Epoch milliseconds, with fractions as far as the file system has them. */
  readonly mtimeMs: number;
  readonly size: number;
}

/** A moment and a size tell changed files as well as `make` does; what cannot be looked at has changed. */
export function isUnchanged({ path, mtimeMs, size }: FileStamp): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  // Clients round fractions of milliseconds differently.
  return now !== undefined && Math.abs(now.mtimeMs - mtimeMs) < 0.01 && now.size === size;
}
