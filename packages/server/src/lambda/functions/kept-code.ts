// Keeps archives exactly as long as a version of a function needs them. What uploads code and what drops
// it runs one after another, so that no archive goes between being kept and being referred to.

import type { CodeArchives } from './code-archives.ts';
import { checkArchive } from './check-archive.ts';
import type { FunctionCode } from './function.ts';
import type { FunctionCatalog } from './function-catalog.ts';

/** Code as somebody hands it in. */
export type NewCode =
  | {
      readonly kind: 'zip';
      readonly archive: Uint8Array;
      /** From a bucket, where an archive may be larger than an upload. */
      readonly fetched?: true;
    }
  | Exclude<FunctionCode, { readonly kind: 'zip' }>;

export class KeptCode {
  readonly #archives: CodeArchives;
  readonly #catalog: FunctionCatalog;
  #last: Promise<unknown> = Promise.resolve();

  constructor(archives: CodeArchives, catalog: FunctionCatalog) {
    this.#archives = archives;
    this.#catalog = catalog;
  }

  /**
   * Keeps new code while `commit` makes a function refer to it. @throws FunctionRefused when it is no
   * archive that can be taken
   */
  upload<T>(code: NewCode, commit: (code: FunctionCode) => Promise<T>): Promise<T> {
    if (code.kind !== 'zip') return this.drop(() => commit(code));
    const { archive } = code;
    return this.#alone(async () => {
      checkArchive(archive, { fetched: code.fetched === true });
      const stored = await this.#archives.put(archive);
      try {
        return await commit({ kind: 'zip', ...stored });
      } finally {
        await this.#sweep();
      }
    });
  }

  /** Runs what may be the last to refer to an archive. */
  drop<T>(commit: () => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      const result = await commit();
      await this.#sweep();
      return result;
    });
  }

  async #sweep(): Promise<void> {
    const hashes = new Set<string>();
    for await (const { code } of this.#catalog.allVersions()) {
      if (code.kind === 'zip') hashes.add(code.sha256);
    }
    await this.#archives.keepOnly(hashes);
  }

  #alone<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#last.then(run, run);
    // Whoever waits for `result` hears of its failure; the next one does not care.
    this.#last = result.then(ignore, ignore);
    return result;
  }
}

function ignore(): void {}
