// Where the benchmark keeps data: in the repository, because a temporary directory is memory on many
// machines, and there a sync costs nothing.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PARENT = fileURLToPath(new URL('../node_modules/.cache/bench/', import.meta.url));

export async function scratchDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  await mkdir(PARENT, { recursive: true });
  const path = await mkdtemp(join(PARENT, 'data-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
