// Counts what is under way, so that one can wait until nothing is. Everything that a trigger waits for,
// other than for time or for records, goes through here: calls of the store, of functions and of destinations.
// Between them the code only runs from promise to promise, which takes no turn of the event loop.

import { turn } from '../../base/joined-work.ts';
import type { Store } from '../../store/store.ts';

export class Activity {
  #running = 0;
  #idle: PromiseWithResolvers<void> | undefined;

  async track<T>(call: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await call();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) {
        this.#idle?.resolve();
        this.#idle = undefined;
      }
    }
  }

  /** Resolves when nothing is under way, and nothing was begun that followed from it; at once if so. */
  async settled(): Promise<void> {
    while (this.#running > 0) {
      this.#idle ??= Promise.withResolvers();
      await this.#idle.promise;
      await turn();
    }
  }
}

/** The store, with all that is asked of it counted. */
export function trackedStore(store: Store, activity: Activity): Store {
  return {
    get: (keys) => activity.track(() => store.get(keys)),
    range: (request) => activity.track(() => store.range(request)),
    commit: (request) => activity.track(() => store.commit(request)),
    readLog: (lane, after, limit) => activity.track(() => store.readLog(lane, after, limit)),
    trimLog: (lane, upTo, most) => activity.track(() => store.trimLog(lane, upTo, most)),
    onGrowth: (lane, listener) => store.onGrowth(lane, listener),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
