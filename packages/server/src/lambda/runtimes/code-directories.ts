// Unpacked archives, one folder each, shared by all environments that run the same code. Each is unpacked once,
// at first use, and handed out when all of it is there.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { extractArchive } from './extract-archive.ts';

/** A folder that stays while it is held. */
export interface HeldFolder extends Disposable {
  readonly path: string;
}

interface Unpacked {
  readonly path: Promise<string>;
  holders: number;
}

export class CodeDirectories {
  readonly #folder: string;
  readonly #codeOf: (sha256: string) => Promise<Uint8Array>;
  readonly #kept: number;
  /** By the hash of the archive, the least recently used first. */
  readonly #unpacked = new Map<string, Unpacked>();
  readonly #removals = new Set<Promise<void>>();

  constructor(options: {
    /** Where the folders are made. */
    readonly folder: string;
    /** The archive of a hash. */
    readonly codeOf: (sha256: string) => Promise<Uint8Array>;
    /** How many that nobody holds stay for the next one. */
    readonly kept?: number;
  }) {
    this.#folder = options.folder;
    this.#codeOf = options.codeOf;
    this.#kept = options.kept ?? 16;
  }

  /** `sha256` is base64. Rejects with InvalidArchive, or with what reading the archive rejected with. */
  async hold(sha256: string): Promise<HeldFolder> {
    const found = this.#unpacked.get(sha256) ?? { path: this.#unpack(sha256), holders: 0 };
    this.#unpacked.delete(sha256);
    this.#unpacked.set(sha256, found);
    found.holders += 1;
    try {
      return { path: await found.path, [Symbol.dispose]: () => this.#release(found) };
    } catch (error) {
      // The next one tries again: the disk may have room by then.
      if (this.#unpacked.get(sha256) === found) this.#unpacked.delete(sha256);
      throw error;
    }
  }

  /** Waits for what is being removed. */
  async settled(): Promise<void> {
    while (this.#removals.size > 0) await Promise.all(this.#removals);
  }

  async #unpack(sha256: string): Promise<string> {
    const archive = await this.#codeOf(sha256);
    await mkdir(this.#folder, { recursive: true });
    const name = Buffer.from(sha256, 'base64').toString('hex').slice(0, 16);
    // A name of its own, since the same archive may be being removed.
    const path = await mkdtemp(join(this.#folder, `${name}-`));
    try {
      await extractArchive(archive, path);
      return path;
    } catch (error) {
      await rm(path, { recursive: true, force: true });
      throw error;
    }
  }

  #release(released: Unpacked): void {
    released.holders -= 1;
    const free = [...this.#unpacked].filter(([, { holders }]) => holders === 0);
    for (const [sha256, { path }] of free.slice(0, Math.max(0, free.length - this.#kept))) {
      this.#unpacked.delete(sha256);
      const removal = this.#remove(path).finally(() => this.#removals.delete(removal));
      this.#removals.add(removal);
    }
  }

  async #remove(path: Promise<string>): Promise<void> {
    // What is left goes with the whole folder, when the server stops or starts.
    await rm(await path, { recursive: true, force: true }).catch(() => undefined);
  }
}
