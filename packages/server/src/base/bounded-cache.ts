// A map that remembers only so many entries: the least recently used one goes first.

import { assert } from './assert.ts';

export class BoundedCache<K, V> {
  // A Map lists its keys in the order in which they were set, so the first one is the oldest.
  readonly #entries = new Map<K, V>();
  readonly #capacity: number;

  /** `capacity` is the number of entries kept, at least 1. */
  constructor(capacity: number) {
    assert(Number.isInteger(capacity) && capacity >= 1, 'a cache has room for at least one entry');
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Counts as a use. A value that is `undefined` reads as absent. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** Adds or replaces an entry, and drops the least recently used one when there is no room. */
  set(key: K, value: V): void {
    this.#entries.delete(key);
    if (this.#entries.size === this.#capacity) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    }
    this.#entries.set(key, value);
  }
}
