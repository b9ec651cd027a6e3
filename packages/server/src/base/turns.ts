// Work that must not meet other work on the same thing: one after another for each key, in the order in which it
// was asked for.

export class Turns {
  /** Of each key, what settles with the last work that was asked for. */
  readonly #last = new Map<string, Promise<void>>();

  /** Runs it when all that was asked for before under this key is over, and settles as it does. */
  take<T>(key: string, run: () => Promise<T>): Promise<T> {
    const result = (this.#last.get(key) ?? Promise.resolve()).then(run);
    // Whoever waits for `result` hears of its failure; the next one does not care.
    const over = result.then(ignore, ignore);
    this.#last.set(key, over);
    void this.#forget(key, over);
    return result;
  }

  async #forget(key: string, over: Promise<void>): Promise<void> {
    await over;
    if (this.#last.get(key) === over) this.#last.delete(key);
  }

  /** Resolves when nothing is under way; at once when nothing is. */
  async settled(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }
}

function ignore(): void {}
