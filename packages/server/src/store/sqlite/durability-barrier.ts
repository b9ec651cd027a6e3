// Stands between what SQLite has committed and what anybody may learn of it. Commits that happen while
// one sync is in flight share the next one, so there are never more than two sets of unsynced changes.
//
// Why syncing the WAL file alone makes a commit durable: with `synchronous=NORMAL`, COMMIT has written
// all frames of the transaction to the WAL when it returns, and recovery replays exactly the frames with
// valid checksums. SQLite itself syncs the header of a WAL that starts anew, before the first frame
// overwrites an old one; `checkpointer.ts` syncs what moves into the main file before the WAL may start
// anew. The WAL's descriptor was opened when the exclusive lock was already held: until this connection
// closes, the file is only overwritten in place, so the descriptor keeps meaning the file that SQLite
// writes, and a sync through any descriptor covers the whole file. Its directory entry was synced at open.

import type { Key } from '../store.ts';
import type { Lane } from './lanes.ts';
import type { Transaction } from './transaction.ts';
import { Unsynced, type Waiter } from './unsynced.ts';

export interface DurabilityBarrierOptions {
  /** Makes durable all that was committed before the call; undefined when COMMIT is all that is asked for. */
  readonly sync: (() => Promise<void>) | undefined;
  /** The lane's newest entries became durable. Called after the waiters of those commits were settled. */
  onGrowth(lane: Lane): void;
  /** A sync failed. It must not be tried again: the kernel may have dropped the pages and say "done". */
  onFailure(cause: unknown): void;
}

export class DurabilityBarrier {
  readonly #options: DurabilityBarrierOptions;
  #syncing: Unsynced | undefined;
  #next = new Unsynced();

  constructor(options: DurabilityBarrierOptions) {
    this.#options = options;
  }

  /** Takes a committed transaction, and settles its waiters when all they saw and did is durable. */
  committed(transaction: Transaction, waiters: readonly Waiter[]): void {
    if (this.#options.sync === undefined) {
      for (const waiter of waiters) waiter.settle();
      for (const lane of transaction.lanes) this.#publish(lane, lane.head);
      return;
    }
    if (transaction.changed) this.#next.add(transaction);
    const newest = this.#newest();
    if (newest === undefined) {
      for (const waiter of waiters) waiter.settle();
      return;
    }
    for (const waiter of waiters) newest.waiters.push(waiter);
    this.#startSync();
  }

  /** Resolves when these keys' newest values are durable; undefined when they are. */
  keysDurable(keys: readonly Key[]): Promise<void> | undefined {
    if (this.#next.hasAny(keys)) return wait(this.#next);
    return this.#syncing?.hasAny(keys) ? wait(this.#syncing) : undefined;
  }

  /** The same for all keys from `from` up to, but not including, `to`. */
  rangeDurable(from: Key, to: Key): Promise<void> | undefined {
    if (this.#next.hasBetween(from, to)) return wait(this.#next);
    return this.#syncing?.hasBetween(from, to) ? wait(this.#syncing) : undefined;
  }

  /** Resolves when everything committed before the call is durable; undefined when it is. */
  allDurable(): Promise<void> | undefined {
    const newest = this.#newest();
    return newest === undefined ? undefined : wait(newest);
  }

  /** Fails everything that waits. */
  abandon(error: Error): void {
    const waiters = [...(this.#syncing?.waiters ?? []), ...this.#next.waiters];
    this.#syncing = undefined;
    this.#next = new Unsynced();
    for (const waiter of waiters) waiter.fail(error);
  }

  #newest(): Unsynced | undefined {
    return this.#next.isEmpty ? this.#syncing : this.#next;
  }

  #startSync(): void {
    const { sync, onFailure } = this.#options;
    if (sync === undefined || this.#syncing !== undefined || this.#next.isEmpty) return;
    const changes = this.#next;
    this.#syncing = changes;
    this.#next = new Unsynced();
    sync().then(
      () => this.#synced(changes),
      (cause: unknown) => onFailure(cause),
    );
  }

  #synced(changes: Unsynced): void {
    // After `abandon` it is too late: the waiters have been told otherwise.
    if (this.#syncing !== changes) return;
    this.#syncing = undefined;
    // First the next sync, so that the disk works while the waiters' continuations run.
    this.#startSync();
    for (const waiter of changes.waiters) waiter.settle();
    for (const [lane, head] of changes.heads) this.#publish(lane, head);
  }

  #publish(lane: Lane, head: number): void {
    if (head === lane.durable) return;
    lane.durable = head;
    this.#options.onGrowth(lane);
  }
}

function wait(changes: Unsynced): Promise<void> {
  return new Promise((resolve, reject) => {
    changes.waiters.push({ settle: resolve, fail: reject });
  });
}
