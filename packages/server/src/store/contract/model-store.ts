// The store as one would write it on a napkin. Keys and values are hex text, which orders as bytes do.

import type { Pairs } from './hex.ts';

export interface ModelChange {
  readonly puts: Pairs;
  readonly deletes: readonly string[];
  readonly appends: readonly (readonly [lane: string, entry: string])[];
}

interface Limit {
  readonly count: number;
  readonly bytes: number;
}

export class ModelStore {
  readonly #values = new Map<string, string>();
  readonly #lanes = new Map<string, { entries: string[]; trimmed: number }>();

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  head(lane: string): number {
    return this.#lane(lane).entries.length;
  }

  apply({ puts, deletes, appends }: ModelChange): void {
    for (const [key, value] of puts) this.#values.set(key, value);
    for (const key of deletes) this.#values.delete(key);
    for (const [lane, entry] of appends) this.#lane(lane).entries.push(entry);
  }

  range(bounds: { from: string; to: string; direction: 'forward' | 'backward'; limit: Limit }) {
    const { from, to, direction, limit } = bounds;
    const pairs = [...this.#values].filter(([key]) => key >= from && key < to);
    pairs.sort(([a], [b]) => (a < b ? -1 : 1));
    if (direction === 'backward') pairs.reverse();
    const entries = page(pairs, limit, ([key, value]) => (key.length + value.length) / 2);
    return { entries, more: entries.length < pairs.length };
  }

  readLog(name: string, after: number, limit: Limit) {
    const { entries, trimmed } = this.#lane(name);
    const numbered = entries.map((entry, index) => ({ position: index + 1, entry }));
    const left = numbered.slice(Math.max(after, trimmed));
    return {
      entries: page(left, limit, ({ entry }) => entry.length / 2),
      head: entries.length,
      trimmed,
    };
  }

  trim(name: string, upTo: number, maxEntries: number): number {
    const lane = this.#lane(name);
    const end = Math.min(upTo, lane.entries.length, lane.trimmed + maxEntries);
    const removed = Math.max(0, end - lane.trimmed);
    lane.trimmed += removed;
    return removed;
  }

  #lane(name: string): { entries: string[]; trimmed: number } {
    const lane = this.#lanes.get(name) ?? { entries: [], trimmed: 0 };
    this.#lanes.set(name, lane);
    return lane;
  }
}

function page<T>(all: readonly T[], limit: Limit, sizeBytes: (one: T) => number): T[] {
  const taken: T[] = [];
  let total = 0;
  for (const one of all.slice(0, limit.count)) {
    if (taken.length > 0 && total >= limit.bytes) break;
    taken.push(one);
    total += sizeBytes(one);
  }
  return taken;
}
