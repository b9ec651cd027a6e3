// A value in a folder that several processes of one machine change, one step after another, without locks:
// a process that is killed or stopped in the middle of a step holds nobody up.
//
// Each step writes the whole value as the next version, `000000000042.json`, by linking a finished file to
// that name. The link fails if another process was faster; then the step is done again on what that one
// wrote. The newest version is the value. Old versions stay for a while: a process that slept through many
// steps would otherwise find its version's name free again, and think that it wrote it.

import { type FileHandle, link, mkdir, open, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const keptVersions = 64;
const versionName = /^(\d{12})\.json$/;

export class VersionedFile<T> {
  readonly #folder: string;
  readonly #initial: T;
  readonly #temporaryName: () => string;
  #steps: Promise<unknown> = Promise.resolve();

  /** `temporaryName` makes a name that no other process makes. */
  constructor(
    folder: string,
    { initial, temporaryName }: { readonly initial: T; readonly temporaryName: () => string },
  ) {
    this.#folder = folder;
    this.#initial = initial;
    this.#temporaryName = temporaryName;
  }

  async read(): Promise<T> {
    return (await this.#newest()).value;
  }

  /**
   * Replaces the value by what `step` makes of it and returns what else `step` returns. It may be called
   * several times; with the same value back, nothing is written. What it throws is thrown, and nothing done.
   */
  change<Result>(
    step: (value: T) => { readonly value: T; readonly result: Result },
  ): Promise<Result> {
    // One after another within this process, so that its own steps do not compete.
    const mine = this.#steps.then(() => this.#changeNow(step));
    this.#steps = mine.catch(() => {});
    return mine;
  }

  async #changeNow<Result>(
    step: (value: T) => { readonly value: T; readonly result: Result },
  ): Promise<Result> {
    for (;;) {
      const { version, value } = await this.#newest();
      const next = step(value);
      if (next.value === value || (await this.#commit(version + 1, next.value))) return next.result;
    }
  }

  /** The newest value, and its version: 0 when there is none. */
  async #newest(): Promise<{ readonly version: number; readonly value: T }> {
    for (;;) {
      const [version] = await this.#versions();
      if (version === undefined) return { version: 0, value: this.#initial };
      try {
        const value: T = JSON.parse(await readFile(this.#pathOf(version), 'utf8'));
        return { version, value };
      } catch (error) {
        // Between the two calls it became old, and somebody removed it.
        if (!hasCode(error, 'ENOENT')) throw error;
      }
    }
  }

  /** Whether `value` became this version. */
  async #commit(version: number, value: T): Promise<boolean> {
    const temporary = join(this.#folder, `${this.#temporaryName()}.tmp`);
    try {
      await writeDurably(temporary, JSON.stringify(value));
      await link(temporary, this.#pathOf(version));
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return false;
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
    const all = await this.#versions();
    const oldest = (all[0] ?? version) - keptVersions;
    for (const old of all.filter((known) => known <= oldest)) {
      await rm(this.#pathOf(old), { force: true });
    }
    // So far behind, another process may have had this version, and a third one removed it.
    return version > oldest;
  }

  /** The newest first. */
  async #versions(): Promise<number[]> {
    const names = await readdir(this.#folder).catch(async (error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
      await mkdir(this.#folder, { recursive: true });
      return [];
    });
    return names
      .flatMap((name) => versionName.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((a, b) => b - a);
  }

  #pathOf(version: number): string {
    return join(this.#folder, `${String(version).padStart(12, '0')}.json`);
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file: FileHandle = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
