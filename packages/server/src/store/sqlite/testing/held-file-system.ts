// A file system whose syncs wait for the test to let them succeed or fail.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FileSystem } from '../file-system.ts';

export interface HeldSync {
  readonly descriptor: number;
  succeed(): void;
  fail(error: Error): void;
}

export class HeldFileSystem implements FileSystem {
  /** How often fdatasync was called. */
  calls = 0;
  readonly #held: HeldSync[] = [];
  #isHolding = true;

  fdatasync(descriptor: number): Promise<void> {
    this.calls += 1;
    if (!this.#isHolding) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#held.push({ descriptor, succeed: resolve, fail: reject });
    });
  }

  /** The oldest sync that is held, as soon as there is one. */
  async next(): Promise<HeldSync> {
    for (;;) {
      const sync = this.#held.shift();
      if (sync !== undefined) return sync;
      await nextTurn();
    }
  }

  /** From now on every sync succeeds at once. */
  letGo(): void {
    this.#isHolding = false;
    for (const sync of this.#held.splice(0)) sync.succeed();
  }
}

/** Enough turns of the event loop for everything that waits for no sync to have happened. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}

/** Tells whether the promise is still pending after `settle`. */
export async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let pending = true;
  const end = () => {
    pending = false;
  };
  promise.then(end, end);
  await settle();
  return pending;
}
