// Uploaded archives, by the hash of their bytes: in files under the data directory, or in memory.

import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { base64Bytes, bytesBase64 } from '../../base/bytes.ts';
import { sha256 } from '../../base/hash.ts';

export interface StoredArchive {
  /** Base64, as AWS shows it. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** What the runtimes need of the archives. */
export interface CodeSource {
  /** The archive of a version's code. Rejects when it is gone. */
  codeOf(sha256: string): Promise<Uint8Array>;
}

export interface CodeArchives extends CodeSource {
  /** Resolves once the archive is kept, durably if the data directory is. */
  put(archive: Uint8Array): Promise<StoredArchive>;
  /** Forgets all archives but these. */
  keepOnly(hashes: ReadonlySet<string>): Promise<void>;
}

export class ArchiveGone extends Error {
  override readonly name = 'ArchiveGone';

  constructor(hash: string, options?: ErrorOptions) {
    super(
      `The archive with the SHA-256 ${hash} is gone: upload the function's code again.`,
      options,
    );
  }
}

export function archivesInMemory(): CodeArchives {
  const archives = new Map<string, Uint8Array>();
  return {
    put(archive) {
      const stored = archiveOf(archive);
      archives.set(stored.sha256, archive);
      return Promise.resolve(stored);
    },
    codeOf(hash) {
      const archive = archives.get(hash);
      return archive === undefined
        ? Promise.reject(new ArchiveGone(hash))
        : Promise.resolve(archive);
    },
    keepOnly(hashes) {
      for (const hash of archives.keys()) if (!hashes.has(hash)) archives.delete(hash);
      return Promise.resolve();
    },
  };
}

/** The directory is made when the first archive is put. */
export function archivesInDirectory(directory: string): CodeArchives {
  return {
    async put(archive) {
      const stored = archiveOf(archive);
      await mkdir(directory, { recursive: true });
      await writeDurably(join(directory, fileName(stored.sha256)), archive);
      return stored;
    },
    async codeOf(hash) {
      try {
        return await readFile(join(directory, fileName(hash)));
      } catch (error) {
        if (isMissing(error)) throw new ArchiveGone(hash, { cause: error });
        throw error;
      }
    },
    async keepOnly(hashes) {
      const kept = new Set([...hashes].map(fileName));
      for (const name of await namesIn(directory)) {
        // What a crash left half written ends differently, and goes too.
        if (!kept.has(name)) await rm(join(directory, name), { force: true });
      }
    },
  };
}

function archiveOf(archive: Uint8Array): StoredArchive {
  return { sha256: bytesBase64(sha256([archive])), sizeBytes: archive.length };
}

/** Base64 has characters that file names cannot have. */
function fileName(hash: string): string {
  return `${Buffer.from(base64Bytes(hash)).toString('hex')}.zip`;
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

// A file under its own name is complete: it gets that name once its bytes are on disk.
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.new`;
  await using file = await open(unfinished, 'w');
  await file.writeFile(bytes);
  await file.sync();
  await rename(unfinished, path);
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
