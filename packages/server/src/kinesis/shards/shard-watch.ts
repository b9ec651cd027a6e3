// Tells who waits at the end of a shard that there is something to see: a record, or that the shard closed.

import type { Store } from '../../store/store.ts';

export class ShardWatch {
  readonly #store: Store;
  readonly #closings = new Map<string, Set<() => void>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Calls `listener` soon after the lane gained records or its shard closed in this process. Returns what
   * stops it.
   */
  on(lane: string, listener: () => void): () => void {
    const listeners = this.#closings.get(lane) ?? new Set();
    this.#closings.set(lane, listeners);
    listeners.add(listener);
    const stopGrowth = this.#store.onGrowth(lane, listener);
    return () => {
      stopGrowth();
      listeners.delete(listener);
      if (listeners.size === 0) this.#closings.delete(lane);
    };
  }

  /** To be called once the commit that closed the lane's shard is durable. */
  closed(lane: string): void {
    for (const listener of this.#closings.get(lane) ?? []) listener();
  }
}
