// Keeps the leases in step with the shards: looks which shards there are, makes the leases that the plan
// wants, and removes those that are of no more use. Every worker does it; the store lets each happen once.

import type { Clock } from '../clock.ts';
import type { ConsumerEvent } from '../events.ts';
import type { ApplicationStart, Checkpoint, Lease, LeaseStore, NewLease } from '../lease-store.ts';
import { type LeasePlan, planLeases } from '../lineage/plan-leases.ts';
import type { Shard, ShardListing, Source } from '../source.ts';
import { toSourceError } from '../source-error.ts';

export interface SyncOptions {
  readonly application: string;
  readonly source: Source;
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: ConsumerEvent) => void;
}

export class ShardSync {
  readonly #options: SyncOptions;
  readonly #start: ApplicationStart;
  #listing: ShardListing;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SyncOptions, start: ApplicationStart, listing: ShardListing) {
    this.#options = options;
    this.#start = start;
    this.#listing = listing;
  }

  /** Lists the shards and does what follows from it. @throws SourceError, and what the store throws */
  sync(): Promise<LeasePlan> {
    return this.#inTurn(async () => {
      this.#listing = await this.#list();
      return this.apply();
    });
  }

  /** A shard is finished: its children may start, which the source says more cheaply than all shards. */
  finished(shardId: string, children: readonly Shard[] | undefined): Promise<LeasePlan> {
    return this.#inTurn(async () => {
      const { source, signal } = this.#options;
      const known = children ?? (await source.childrenOf?.(shardId, signal)) ?? [];
      if (known.length === 0) this.#listing = await this.#list();
      else {
        const merged = new Map(
          [...this.#listing.shards, ...known].map((shard) => [shard.id, shard]),
        );
        this.#listing = { ...this.#listing, shards: [...merged.values()] };
      }
      return this.apply();
    });
  }

  /** Does what follows from the last listing. @throws what the store throws */
  async apply(): Promise<LeasePlan> {
    const { application, store, emit } = this.#options;
    const leases = await store.list(application);
    const plan = this.plan(leases);
    const made: string[] = [];
    // Before the leases of their children are there: after them, nobody would know of it any more. Workers that look
    // at the same time may all report it.
    for (const shardId of plan.missed) emit({ type: 'gap', shardId, shardGone: true });
    for (const lease of plan.create) {
      const pinned = { ...lease, checkpoint: await this.#pinned(lease) };
      if (await store.create(application, pinned)) made.push(lease.shardId);
    }
    if (made.length > 0) emit({ type: 'shards-found', shardIds: made });
    for (const lease of plan.remove) await store.remove(application, lease);
    return plan;
  }

  plan(leases: readonly Lease[]): LeasePlan {
    const { shards, ended } = this.#listing;
    const now = this.#options.clock.now();
    return planLeases({ start: this.#start, shards, ended, leases, now });
  }

  /** A stream that is gone has no shards: the readers report what is lost with theirs. */
  async #list(): Promise<ShardListing> {
    const { source, signal } = this.#options;
    try {
      return await source.listShards(signal);
    } catch (error) {
      if (toSourceError(error).kind === 'not-found') return { shards: [], ended: true };
      throw error;
    }
  }

  /**
   * LATEST is a moving place: the iterator that is opened now stays where it is. Without one, the reader goes
   * by the time since which the application runs.
   */
  async #pinned({ shardId, checkpoint }: NewLease): Promise<Checkpoint> {
    if (checkpoint.type !== 'LATEST') return checkpoint;
    // Too long ago: what was written since then would be missed.
    const { source, signal, clock } = this.#options;
    const isStart = clock.now() - checkpoint.since <= pinWithinMs;
    if (!isStart) return checkpoint;
    try {
      const iterator = await source.openIterator(shardId, { type: 'LATEST' }, signal);
      return { ...checkpoint, iterator };
    } catch (error) {
      const known = toSourceError(error);
      if (known.kind === 'invalid') throw known;
      this.#options.emit({ type: 'source-error', shardId, error: known, retryInMs: 0 });
      return checkpoint;
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }
}

/** The first start is still going on. */
const pinWithinMs = 30_000;
