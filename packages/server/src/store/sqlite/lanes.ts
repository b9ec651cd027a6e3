// The lanes of the log, in memory: one process owns the file, so nobody else can move a head.

import { assert } from '../../base/assert.ts';
import type { Statements } from './statements.ts';

export interface Lane {
  readonly number: number;
  readonly name: string;
  /** Newest position; inside a transaction it runs ahead of what is committed. */
  head: number;
  /** Newest position that readers may see. */
  durable: number;
  /** Entries at or below this position are gone. */
  trimmed: number;
}

// As many as the 23 bits of a log id can number.
const MAX_LANES = 2 ** 23 - 1;

export class Lanes {
  readonly #byName = new Map<string, Lane>();
  #newest = 0;

  constructor(statements: Statements) {
    for (const [number, name, trimmed, newest] of statements.lanes.iterate()) {
      const head = newest ?? trimmed;
      this.#byName.set(name, { number, name, head, durable: head, trimmed });
      this.#newest = Math.max(this.#newest, number);
    }
  }

  get(name: string): Lane | undefined {
    return this.#byName.get(name);
  }

  add(name: string): Lane {
    assert(this.#newest < MAX_LANES, 'the log has no lane numbers left');
    this.#newest += 1;
    const lane = { number: this.#newest, name, head: 0, durable: 0, trimmed: 0 };
    this.#byName.set(name, lane);
    return lane;
  }

  /** Takes back an `add` whose transaction was rolled back. */
  remove(lane: Lane): void {
    this.#byName.delete(lane.name);
  }
}
