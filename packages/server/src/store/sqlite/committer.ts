// Group commit: what waits is gathered once per turn of the event loop and shares one SQLite
// transaction. Jobs run in order of arrival, each sees what those before it did, and each is alone in
// being refused; only a failing engine fails a transaction's jobs together.

import type { DatabaseSync } from 'node:sqlite';
import type { StoreUnavailable } from '../store.ts';
import { SQLITE_CORRUPT, SQLITE_IOERR, sqliteCode, unavailable } from './engine-errors.ts';
import type { Job } from './jobs.ts';
import type { Lanes } from './lanes.ts';
import type { Statements } from './statements.ts';
import { Transaction } from './transaction.ts';

// One transaction holds the event loop for at most a few milliseconds: a commit of one 1 KB item takes
// 20 to 30 microseconds. What is left over waits until reads and sockets have had their turn.
const MAX_JOBS = 128;
const MAX_BYTES = 1024 * 1024;

export interface CommitterOptions {
  readonly database: DatabaseSync;
  readonly statements: Statements;
  readonly lanes: Lanes;
  /** Called after each COMMIT with the jobs that ran, which now wait for durability. */
  onCommitted(transaction: Transaction, jobs: readonly Job[]): void;
  /** The engine failed in a way that leaves its files in doubt. */
  onFailure(cause: unknown): void;
}

export class Committer {
  readonly #options: CommitterOptions;
  #queue: Job[] = [];
  #scheduled = false;
  #paused = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  submit(job: Job): void {
    this.#queue.push(job);
    this.#schedule();
  }

  /** Starts no transaction until `resume`. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  /** Fails everything that waits. */
  abandon(error: StoreUnavailable): void {
    const jobs = this.#queue;
    this.#queue = [];
    for (const job of jobs) job.fail(error);
  }

  #schedule(): void {
    if (this.#scheduled || this.#paused || this.#queue.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#paused && this.#queue.length > 0) this.#runTransaction();
      this.#schedule();
    });
  }

  #runTransaction(): void {
    const { statements, lanes, onCommitted } = this.#options;
    const jobs = this.#queue.splice(0, MAX_JOBS);
    const transaction = new Transaction(statements, lanes);
    let ran = 0;
    try {
      statements.begin.run();
      while (ran < jobs.length && transaction.bytes < MAX_BYTES) {
        ran += 1;
        jobs[ran - 1]?.run(transaction);
      }
      statements.commit.run();
    } catch (error) {
      this.#fail(error, transaction, jobs.splice(0, ran));
      this.#queue.unshift(...jobs);
      return;
    }
    this.#queue.unshift(...jobs.splice(ran));
    onCommitted(transaction, jobs);
  }

  #fail(cause: unknown, transaction: Transaction, jobs: readonly Job[]): void {
    transaction.restoreLanes();
    const error = unavailable('The store could not write', cause);
    for (const job of jobs) job.fail(error);
    const rolledBack = this.#rollBack();
    const code = sqliteCode(cause);
    if (!rolledBack || code === SQLITE_IOERR || code === SQLITE_CORRUPT) {
      this.#options.onFailure(cause);
    }
  }

  /** Some failures (a full disk) may have rolled back already. Returns false when it cannot be done. */
  #rollBack(): boolean {
    const { database, statements } = this.#options;
    try {
      if (database.isTransaction) statements.rollback.run();
      return true;
    } catch {
      return false;
    }
  }
}
