// The one file system call that happens while the store is in use, so that a test can hold it or make
// it fail.

import { fdatasync } from 'node:fs';
import { promisify } from 'node:util';

export interface FileSystem {
  /** Makes durable what was written to the file before the call, through whichever descriptor. */
  fdatasync(descriptor: number): Promise<void>;
}

export const realFileSystem: FileSystem = { fdatasync: promisify(fdatasync) };
