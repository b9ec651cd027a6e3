// The embedded engine: SQLite in this process, on disk or in memory. This file wires its parts; commits
// are gathered in `committer.ts`, hidden until they are durable in `durability-barrier.ts`, and read by
// `range.ts` and `log.ts`.

import {
  type CommitRequest,
  type Key,
  type LogPage,
  type RangePage,
  type RangeRequest,
  type Store,
  StoreUnavailable,
  type Value,
} from '../store.ts';
import { Checkpointer } from './checkpointer.ts';
import { Committer } from './committer.ts';
import { DurabilityBarrier } from './durability-barrier.ts';
import { unavailable } from './engine-errors.ts';
import type { FileSystem } from './file-system.ts';
import { GrowthListeners } from '../growth-listeners.ts';
import { type Job, commitJob, lastJob, type Submitted, trimJob } from './jobs.ts';
import { Lanes } from './lanes.ts';
import { readLane } from './log.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { PageLimit } from './page.ts';
import { readRange } from './range.ts';
import { prepareStatements, type Statements } from './statements.ts';
import type { Transaction } from './transaction.ts';

// Broken stores are kept from being collected: see `#release`.
const neverClosed: OpenedDatabase[] = [];

export interface SqliteStoreOptions {
  /** `fsync`: acknowledged means on disk. `os`: it means handed to the operating system. */
  readonly durability: 'fsync' | 'os';
  readonly fileSystem: FileSystem;
}

export class SqliteStore implements Store {
  readonly #opened: OpenedDatabase;
  readonly #statements: Statements;
  readonly #lanes: Lanes;
  readonly #listeners = new GrowthListeners();
  readonly #barrier: DurabilityBarrier;
  readonly #committer: Committer;
  readonly #checkpointer: Checkpointer | undefined;
  #checkpoint: Promise<void> | undefined;
  #failure: StoreUnavailable | undefined;
  #disposal: Promise<void> | undefined;

  constructor(opened: OpenedDatabase, options: SqliteStoreOptions) {
    const { database, files } = opened;
    const { durability, fileSystem } = options;
    const onFailure = (cause: unknown) => this.#break(cause);
    this.#opened = opened;
    this.#statements = prepareStatements(database);
    this.#lanes = new Lanes(this.#statements);
    this.#barrier = new DurabilityBarrier({
      sync:
        files === undefined || durability === 'os'
          ? undefined
          : () => fileSystem.fdatasync(files.wal),
      onGrowth: (lane) => this.#listeners.wake(lane.name),
      onFailure,
    });
    this.#committer = new Committer({
      database,
      statements: this.#statements,
      lanes: this.#lanes,
      onCommitted: (transaction, jobs) => this.#committed(transaction, jobs),
      onFailure,
    });
    this.#checkpointer =
      files && new Checkpointer({ database, files, fileSystem, barrier: this.#barrier });
  }

  async get(keys: readonly Key[]): Promise<(Value | undefined)[]> {
    const values = this.#read(() => keys.map((key) => this.#statements.get.get(key)?.[0]));
    // What was read may be ahead of the disk. It is shown once the disk has caught up, rather than read
    // again, which on a busy key might never end.
    const durable = this.#barrier.keysDurable(keys);
    if (durable !== undefined) await durable;
    return values;
  }

  async range(request: RangeRequest): Promise<RangePage> {
    const page = this.#read(() => readRange(this.#statements, request));
    const durable = this.#barrier.rangeDurable(request.from, request.to);
    if (durable !== undefined) await durable;
    return page;
  }

  commit<T>(request: CommitRequest<T>): Promise<T> {
    return this.#submit(commitJob(request));
  }

  async readLog(name: string, after: number, limit: PageLimit): Promise<LogPage> {
    const page = this.#read((): LogPage => {
      const lane = this.#lanes.get(name);
      if (lane === undefined) return { entries: [], head: 0, trimmed: 0 };
      return readLane(this.#statements, lane, { after, limit });
    });
    // Entries are hidden while they are not durable, but a trim shows at once to those behind it.
    if (after < page.trimmed) await this.#barrier.allDurable();
    return page;
  }

  trimLog(lane: string, upTo: number, maxEntries: number): Promise<number> {
    return this.#submit(trimJob(this.#statements, this.#lanes, { lane, upTo, maxEntries }));
  }

  onGrowth(lane: string, listener: () => void): () => void {
    return this.#listeners.add(lane, listener);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposal ??= this.#dispose();
    return this.#disposal;
  }

  async #submit<T>({ job, outcome }: Submitted<T>): Promise<T> {
    this.#assertUsable();
    this.#committer.submit(job);
    return outcome;
  }

  #read<T>(read: () => T): T {
    this.#assertUsable();
    try {
      return read();
    } catch (cause) {
      throw unavailable('The store could not read', cause);
    }
  }

  #assertUsable(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#disposal !== undefined) throw new StoreUnavailable('The store is closed');
  }

  #committed(transaction: Transaction, jobs: readonly Job[]): void {
    this.#barrier.committed(transaction, jobs);
    if (this.#checkpointer === undefined) return;
    this.#checkpointer.committed(transaction);
    if (!this.#checkpointer.isDue) return;
    this.#committer.pause();
    this.#checkpoint = this.#checkpointer.run().then(
      () => this.#committer.resume(),
      (cause: unknown) => this.#break(cause),
    );
  }

  /** Nothing that this store says can be trusted any more, so from here on it says nothing. */
  #break(cause: unknown): void {
    if (this.#failure !== undefined) return;
    const what = 'The disk failed; restart the server once it is sound';
    this.#failure = unavailable(what, cause);
    this.#committer.abandon(this.#failure);
    this.#barrier.abandon(this.#failure);
  }

  async #dispose(): Promise<void> {
    if (this.#failure === undefined) {
      const { job, outcome } = lastJob();
      this.#committer.submit(job);
      await outcome.catch(() => undefined);
      await this.#checkpoint;
    }
    this.#listeners.clear();
    this.#release();
  }

  /**
   * Closing makes SQLite drop the WAL once the main file holds its pages. After a failed sync nobody
   * knows whether it does, so the file stays open, and its lock held, until the process ends: then the
   * WAL is still there, and the next start replays it.
   */
  #release(): void {
    if (this.#failure === undefined) this.#opened.close();
    else neverClosed.push(this.#opened);
  }
}
