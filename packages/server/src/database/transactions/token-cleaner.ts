// Removes request tokens that are no longer valid, period by period, in bounded steps. It sleeps until
// the oldest period that has tokens is over; what is there after a restart is found at the start.

import type { Runtime } from '../../base/runtime.ts';
import { requestTokensBefore } from '../../model/storage-keys.ts';
import type { Store } from '../../store/store.ts';
import { Background } from '../../base/background.ts';
import { removeRange } from '../sweeper.ts';
import { periodAt, periodMs } from './request-token.ts';

export class TokenCleaner implements AsyncDisposable {
  readonly #store: Store;
  readonly #runtime: Runtime;
  readonly #background: Background;
  readonly #closing = new AbortController();
  #isWaiting = false;

  constructor(
    { store, runtime }: { readonly store: Store; readonly runtime: Runtime },
    onFailure: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#runtime = runtime;
    this.#background = new Background((stopped) => this.#clean(stopped), onFailure);
  }

  /** Begins with what became invalid before a restart. */
  start(): void {
    this.#background.wake();
  }

  /** To be called after a token was kept. */
  notice(): void {
    if (this.#isWaiting || this.#closing.signal.aborted) return;
    this.#isWaiting = true;
    void this.#wait();
  }

  /** Resolves when nothing is being removed. */
  settled(): Promise<void> {
    return this.#background.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#background[Symbol.asyncDispose]();
  }

  /** Until what is kept now can be removed: a token is valid through the period after its own. */
  async #wait(): Promise<void> {
    const { clock } = this.#runtime;
    const now = clock.now();
    try {
      await clock.sleep((periodAt(now) + 2) * periodMs - now, this.#closing.signal);
    } catch {
      return;
    }
    this.#isWaiting = false;
    this.#background.wake();
  }

  async #clean(stopped: () => boolean): Promise<void> {
    const period = periodAt(this.#runtime.clock.now());
    const invalid = requestTokensBefore(Math.max(0, period - 1));
    if (!(await removeRange(this.#store, invalid, stopped))) return;
    const { entries } = await this.#store.range({
      ...requestTokensBefore(period + 1),
      direction: 'forward',
      limit: { count: 1, bytes: 1 },
    });
    if (entries.length > 0) this.notice();
  }
}
