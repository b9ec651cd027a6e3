// What one fdatasync will make durable, and who waits for it.

import type { Key } from '../store.ts';
import { keyText } from './key-text.ts';
import type { Lane } from './lanes.ts';
import type { Transaction } from './transaction.ts';

/** Exactly one of the two is called, once. */
export interface Waiter {
  settle(): void;
  fail(error: Error): void;
}

export class Unsynced {
  readonly waiters: Waiter[] = [];
  /** The head that each changed lane has once this is durable. */
  readonly heads = new Map<Lane, number>();
  readonly #keys = new Set<string>();

  get isEmpty(): boolean {
    return this.#keys.size === 0 && this.heads.size === 0;
  }

  add(transaction: Transaction): void {
    for (const key of transaction.keys) this.#keys.add(keyText(key));
    for (const lane of transaction.lanes) this.heads.set(lane, lane.head);
  }

  hasAny(keys: readonly Key[]): boolean {
    return this.#keys.size > 0 && keys.some((key) => this.#keys.has(keyText(key)));
  }

  hasBetween(from: Key, to: Key): boolean {
    if (this.#keys.size === 0) return false;
    const first = keyText(from);
    const end = keyText(to);
    for (const key of this.#keys) if (key >= first && key < end) return true;
    return false;
  }
}
