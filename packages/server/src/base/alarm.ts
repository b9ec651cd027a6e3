// Wakes background work at a time of the clock: one time, the next one that is set.

import type { Clock } from './runtime.ts';

export class Alarm implements Disposable {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #waiting = new AbortController();
  #at = Infinity;
  #isClosed = false;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** When it will ring, in epoch milliseconds; Infinity while it is not set. */
  get at(): number {
    return this.#at;
  }

  /** Takes the place of the time that was set before; Infinity sets it off. */
  set(at: number): void {
    if (this.#isClosed || at === this.#at) return;
    this.#waiting.abort();
    this.#waiting = new AbortController();
    this.#at = at;
    if (at !== Infinity) void this.#wait(at, this.#waiting.signal);
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#waiting.abort();
  }

  async #wait(at: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#clock.sleep(at - this.#clock.now(), signal);
    } catch {
      // Another time was set, or nobody waits any more.
      return;
    }
    this.#at = Infinity;
    this.#ring();
  }
}
