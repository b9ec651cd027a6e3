// Removes the items of deleted tables in the background, in bounded steps that leave room for other
// commits. What is still to be removed is recorded with the deletion, so a restart goes on with it.

import { garbageRange, garbageTable, itemsRange, statisticsRange } from '../model/storage-keys.ts';
import type { KeyRange } from '../model/storage-keys.ts';
import type { Store } from '../store/store.ts';

const sweepLane = 'sweep';
const step = { count: 256, bytes: 256 * 1024 };

export class Sweeper implements AsyncDisposable {
  readonly #store: Store;
  readonly #onFailure: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(store: Store, onFailure: (error: unknown) => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /** Starts sweeping unless it is under way, in which case it goes round once more. */
  wake(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#running ??= this.#sweepAll()
      .catch(this.#onFailure)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when nothing is being swept. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Stops behind the step under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #sweepAll(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      // oxlint-disable-next-line no-await-in-loop -- one step after another, by design
      await this.#sweepOnce();
    }
  }

  async #sweepOnce(): Promise<void> {
    const { entries } = await this.#store.range({
      ...garbageRange(),
      direction: 'forward',
      limit: step,
    });
    for (const [key] of entries) {
      const table = garbageTable(key);
      // oxlint-disable-next-line no-await-in-loop -- one step after another, by design
      if (!(await this.#remove(itemsRange(table)))) return;
      // oxlint-disable-next-line no-await-in-loop
      if (!(await this.#remove(statisticsRange(table)))) return;
      // oxlint-disable-next-line no-await-in-loop
      await this.#store.commit({
        lanes: [sweepLane],
        reads: [],
        decide: () => ({ deletes: [key], result: undefined }),
      });
    }
  }

  /** Whether the range is empty now; false when the sweeper was closed before. */
  async #remove(range: KeyRange): Promise<boolean> {
    for (;;) {
      if (this.#closed) return false;
      // oxlint-disable-next-line no-await-in-loop -- each step removes what the one before left
      const page = await this.#store.range({ ...range, direction: 'forward', limit: step });
      const deletes = page.entries.map(([key]) => key);
      if (deletes.length === 0) return true;
      // oxlint-disable-next-line no-await-in-loop
      await this.#store.commit({
        lanes: [sweepLane],
        reads: [],
        decide: () => ({ deletes, result: undefined }),
      });
    }
  }
}
