// The shards that this worker has in work: starts them, keeps their leases, and says how each ended.

import type { Counters } from '../counters.ts';
import type { ConsumerEvent } from '../events.ts';
import { type Lease, LeaseLost } from '../lease-store.ts';
import { HeldLease } from '../leases/held-lease.ts';
import type { ShardMetrics } from '../metrics.ts';
import { rest } from '../rest.ts';
import type { Settings } from '../settings.ts';
import { type RunEnd, ShardRun } from '../shard/shard-run.ts';
import type { StreamRecord } from '../source.ts';

export interface RunsOptions {
  readonly counters: Counters;
  readonly emit: (event: ConsumerEvent) => void;
  /** Called when nothing of the shard is in work any more. */
  onEnd(shardId: string, end: RunEnd): Promise<void>;
  /** What ends the consumer. */
  onFailure(error: unknown): void;
}

export class ShardRuns<R extends StreamRecord> {
  readonly #settings: Settings<R>;
  readonly #options: RunsOptions;
  readonly #runs = new Map<string, ShardRun<R>>();
  readonly #ending = new Set<Promise<void>>();
  #isClosing = false;

  constructor(settings: Settings<R>, options: RunsOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  get shardIds(): ReadonlySet<string> {
    return new Set(this.#runs.keys());
  }

  metrics(): ShardMetrics[] {
    return [...this.#runs.values()].map((run) => run.metrics());
  }

  /** @param askedAt when the lease was asked for, by the clock */
  begin(lease: Lease, askedAt: number): void {
    const { store, application, leases, runtime } = this.#settings;
    const { emit, counters } = this.#options;
    const { shardId } = lease;
    const held = new HeldLease(lease, askedAt, {
      store,
      application,
      durationMs: leases.durationMs,
      runtime,
      onStoreError: (error) => emit({ type: 'store-error', shardId, error }),
    });
    const run = new ShardRun<R>(held, this.#settings, { counters, emit });
    this.#runs.set(shardId, run);
    // The worker was told to end while it took the lease.
    if (this.#isClosing) run.handOver();
    const ended = this.#complete(run).finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }

  /** The lease is wanted by another worker. */
  handOver(shardId: string, to: string): void {
    this.#runs.get(shardId)?.handOver(to);
  }

  /** Ends all, and whatever is begun later. */
  finishBatches(): void {
    this.#isClosing = true;
    for (const run of this.#runs.values()) run.handOver();
  }

  abandonBatches(): void {
    for (const run of this.#runs.values()) run.abandon();
  }

  /** Resolves when none is left. */
  async ended(): Promise<void> {
    while (this.#ending.size > 0) await Promise.all(this.#ending);
  }

  async #complete(run: ShardRun<R>): Promise<void> {
    const { emit, onEnd, onFailure } = this.#options;
    const { shardId } = run;
    const over = new AbortController();
    try {
      const [end] = await Promise.all([
        run.run().finally(() => over.abort()),
        this.#keepLease(run, over.signal),
      ]);
      this.#runs.delete(shardId);
      if (end.type === 'lost') emit({ type: 'lease-lost', shardId });
      if (end.type === 'released') emit({ ...end, type: 'lease-released', shardId });
      if (end.type === 'finished') emit({ type: 'shard-finished', shardId, reason: end.reason });
      await onEnd(shardId, end);
    } catch (error) {
      this.#runs.delete(shardId);
      onFailure(error);
    }
  }

  /** Renews the lease until the run is over, and hears from it who else wants it. */
  async #keepLease(run: ShardRun<R>, over: AbortSignal): Promise<void> {
    const { leases, runtime, worker } = this.#settings;
    const { held } = run;
    while (!over.aborted && !held.lost.aborted) {
      await rest(runtime.clock, leases.renewMs, { signal: over });
      if (over.aborted) return;
      try {
        await held.renew();
      } catch (error) {
        // That it is lost, the run hears from the lease itself.
        if (error instanceof LeaseLost) continue;
        this.#options.emit({ type: 'store-error', shardId: run.shardId, error });
      }
      const { askedBy } = held.lease;
      if (askedBy !== undefined && askedBy !== worker) run.handOver(askedBy);
    }
  }
}
