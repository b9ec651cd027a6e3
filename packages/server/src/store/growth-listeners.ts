// Who wants to know that a lane grew; for engines, which tell it.

export class GrowthListeners {
  // A wrapper each, so that the same function may listen twice and stop once.
  readonly #byLane = new Map<string, Set<{ readonly listener: () => void }>>();

  add(lane: string, listener: () => void): () => void {
    const entry = { listener };
    const entries = this.#byLane.get(lane) ?? new Set();
    this.#byLane.set(lane, entries.add(entry));
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && this.#byLane.get(lane) === entries) this.#byLane.delete(lane);
    };
  }

  /** Listeners run on their own, so that what one throws is no failure of the store. */
  wake(lane: string): void {
    const entries = this.#byLane.get(lane);
    if (entries === undefined) return;
    for (const entry of entries) {
      queueMicrotask(() => {
        if (entries.has(entry)) entry.listener();
      });
    }
  }

  clear(): void {
    for (const entries of this.#byLane.values()) entries.clear();
    this.#byLane.clear();
  }
}
