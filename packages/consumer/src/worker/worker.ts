// One worker of an application: looks after shards and leases, and has those shards in work whose leases
// it holds. Three things go on at once, each at its pace: listing shards (shard-sync.ts), sharing leases
// (balance.ts), and the runs of its own shards (shard-runs.ts).

import { backOffMs, randomFraction } from '../back-off.ts';
import type { Counters } from '../counters.ts';
import type { ConsumerEvent, EndReason } from '../events.ts';
import { type ApplicationStart, type Lease, LeaseLost } from '../lease-store.ts';
import { finished } from '../lineage/plan-leases.ts';
import type { ShardMetrics } from '../metrics.ts';
import type { StopOptions } from '../options.ts';
import { Bell, rest } from '../rest.ts';
import type { Settings } from '../settings.ts';
import type { RunEnd } from '../shard/shard-run.ts';
import type { StreamRecord } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { balance } from './balance.ts';
import { ObservedLeases } from './observed-leases.ts';
import { ShardRuns } from './shard-runs.ts';
import { ShardSync } from './shard-sync.ts';
import { shuffled } from './shuffle.ts';
import { fromStore, startApplication } from './start-application.ts';

export interface WorkerOptions {
  readonly counters: Counters;
  readonly emit: (event: ConsumerEvent) => void;
}

/** How soon children are looked for that must be there; doubled up to `shardSyncMs`. */
const firstLookMs = 500;

export class Worker<R extends StreamRecord> {
  readonly #settings: Settings<R>;
  readonly #emit: (event: ConsumerEvent) => void;
  readonly #runs: ShardRuns<R>;
  readonly #leases: ObservedLeases;
  /** Aborts when nothing new is begun. */
  readonly #stopping = new AbortController();
  readonly #balanceBell = new Bell();
  readonly #syncBell = new Bell();
  #sync: ShardSync | undefined;
  #start: ApplicationStart | undefined;
  #loops: Promise<unknown> = Promise.resolve();
  #workers = 1;
  /** Finished shards without children that are being looked for. */
  #childless: ReadonlySet<string> = new Set();
  #failure: { readonly error: unknown } | undefined;
  #reason: EndReason | undefined;
  #over: Promise<void> | undefined;
  readonly #ended: PromiseWithResolversOf<EndReason> = withResolvers();

  constructor(settings: Settings<R>, { counters, emit }: WorkerOptions) {
    this.#settings = settings;
    this.#emit = emit;
    this.#leases = new ObservedLeases(settings.leases.durationMs);
    this.#runs = new ShardRuns<R>(settings, {
      counters,
      emit,
      onEnd: (shardId, end) => this.#runEnded(shardId, end),
      onFailure: (error) => this.fail(error),
    });
  }

  /** Rejects with what ended the worker, other than the reasons. */
  get done(): Promise<EndReason> {
    return this.#ended.promise;
  }

  get leases(): ObservedLeases {
    return this.#leases;
  }

  get workers(): number {
    return this.#workers;
  }

  get shardIds(): ReadonlySet<string> {
    return this.#runs.shardIds;
  }

  shards(): ShardMetrics[] {
    return this.#runs.metrics();
  }

  /** Resolves when the application has its leases and this worker its first share of them. */
  async start(): Promise<void> {
    const { application, source, store, runtime, worker } = this.#settings;
    const { signal } = this.#stopping;
    const options = { signal, emit: this.#emit };
    const { start, listing } = await startApplication(this.#settings, options);
    const { clock } = runtime;
    const sync = new ShardSync({ application, source, store, clock, ...options }, start, listing);
    await fromStore(this.#settings, options, () => sync.apply());
    this.#sync = sync;
    this.#start = start;
    this.#emit({ type: 'started', worker });
    await this.#balance(sync);
    this.#loops = Promise.all([
      this.#guarded(() => this.#balanceAgain(sync)),
      this.#guarded(() => this.#syncAgain(sync)),
    ]);
  }

  /** Ends the worker with an error: what is in the handler is finished, everything else is given back. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    void this.#end('stopped');
  }

  /** Resolves when all leases are given back, also when the worker failed: `done` says so. */
  async stop({ batches = 'finish', timeoutMs }: StopOptions): Promise<void> {
    const isOver = new AbortController();
    const over = this.#end('stopped').finally(() => isOver.abort());
    if (batches === 'abandon') this.#runs.abandonBatches();
    else if (timeoutMs !== undefined) {
      await rest(this.#settings.runtime.clock, timeoutMs, isOver);
      if (!isOver.signal.aborted) this.#runs.abandonBatches();
    }
    await over;
  }

  #end(reason: EndReason): Promise<void> {
    this.#reason ??= reason;
    this.#over ??= this.#close();
    return this.#over;
  }

  async #close(): Promise<void> {
    const { worker } = this.#settings;
    this.#stopping.abort(new Error('The consumer stops.'));
    this.#runs.finishBatches();
    await this.#loops;
    await this.#runs.ended();
    const reason = this.#reason ?? 'stopped';
    this.#emit({ type: 'ended', worker, ...(this.#failure ?? { reason }) });
    if (this.#failure === undefined) this.#ended.resolve(reason);
    else this.#ended.reject(this.#failure.error);
  }

  async #guarded(loop: () => Promise<void>): Promise<void> {
    try {
      await loop();
    } catch (error) {
      this.fail(error);
    }
  }

  async #balanceAgain(sync: ShardSync): Promise<void> {
    const { runtime, leases } = this.#settings;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const jitter = 0.9 + 0.2 * randomFraction(runtime);
      await rest(runtime.clock, leases.balanceMs * jitter, { signal, bell: this.#balanceBell });
      if (!signal.aborted) await this.#balance(sync);
    }
  }

  /** Looks at all leases, takes and asks for what is this worker's share. Errors of the store are reported. */
  async #balance(sync: ShardSync): Promise<void> {
    const { application, store, runtime } = this.#settings;
    const { clock } = runtime;
    try {
      const leases = await store.list(application);
      this.#leases.observe(leases, clock.now());
      this.#followUp(sync, leases);
      await this.#share(leases);
    } catch (error) {
      this.#emit({ type: 'store-error', error });
    }
  }

  async #share(leases: readonly Lease[]): Promise<void> {
    const { application, store, runtime, worker, leases: options } = this.#settings;
    const now = runtime.clock.now();
    const { take, ask, workers } = balance({
      leases: shuffled(
        leases.filter((lease) => finished(lease) === undefined),
        runtime,
      ),
      self: worker,
      held: this.#runs.shardIds,
      max: options.max,
      isExpired: (lease) => this.#leases.isExpired(lease, now),
      isLeft: (lease) => this.#leases.unchangedMs(lease, now) > 2 * options.durationMs,
    });
    this.#workers = workers;
    for (const lease of take) await this.#take(lease);
    if (ask === undefined || ask.owner === undefined || this.#stopping.signal.aborted) return;
    const { shardId, owner } = ask;
    if (await store.ask(application, ask, worker)) {
      this.#emit({ type: 'lease-asked', shardId, owner });
    }
  }

  async #take(lease: Lease): Promise<void> {
    const { application, store, runtime, worker } = this.#settings;
    const { signal } = this.#stopping;
    const { shardId, owner } = lease;
    if (signal.aborted) return;
    const askedAt = runtime.clock.now();
    try {
      const taken = await store.take(application, lease, worker);
      if (signal.aborted) {
        await store.release(application, taken);
        return;
      }
      const from = owner === undefined ? 'free' : owner === worker ? 'handed-over' : 'expired';
      this.#emit({ type: 'lease-taken', shardId, from });
      this.#runs.begin(taken, askedAt);
    } catch (error) {
      // Another worker was faster.
      if (!(error instanceof LeaseLost)) this.#emit({ type: 'store-error', shardId, error });
    }
  }

  /** What the leases say beyond who has them: who wants ours, which shards may start, whether all is done. */
  #followUp(sync: ShardSync, leases: readonly Lease[]): void {
    const { worker } = this.#settings;
    for (const { shardId, owner, askedBy } of leases) {
      if (owner === worker && askedBy !== undefined && askedBy !== worker) {
        this.#runs.handOver(shardId, askedBy);
      }
    }
    const plan = sync.plan(leases);
    const isNews = plan.childless.some((id) => !this.#childless.has(id));
    if (plan.create.length > 0 || isNews) this.#syncBell.ring();
    if (plan.complete && this.#runs.shardIds.size === 0) {
      const isReplay = this.#start?.ends !== undefined || this.#start?.endElsewhere !== undefined;
      void this.#end(isReplay ? 'replayed' : 'stream-ended');
    }
  }

  async #syncAgain(sync: ShardSync): Promise<void> {
    const { runtime, leases, sourceBackOff } = this.#settings;
    const { signal } = this.#stopping;
    let looks = 0;
    let failures = 0;
    while (!signal.aborted) {
      const soon = firstLookMs * 2 ** Math.min(looks, 20);
      const usual = leases.shardSyncMs * (0.9 + 0.2 * randomFraction(runtime));
      const pause = this.#childless.size > 0 ? Math.min(soon, usual) : usual;
      const retryInMs = failures === 0 ? pause : backOffMs(failures, sourceBackOff, runtime);
      await rest(runtime.clock, retryInMs, { signal, bell: this.#syncBell });
      if (signal.aborted) return;
      try {
        const plan = await sync.sync();
        failures = 0;
        looks = plan.childless.length > 0 ? looks + 1 : 0;
        this.#childless = new Set(plan.childless);
        if (plan.create.length > 0) this.#balanceBell.ring();
      } catch (error) {
        failures += 1;
        this.#report(error);
      }
    }
  }

  async #runEnded(shardId: string, end: RunEnd): Promise<void> {
    if (end.type === 'finished') {
      try {
        await this.#sync?.finished(shardId, end.children);
      } catch (error) {
        this.#report(error);
        this.#syncBell.ring();
      }
    }
    this.#balanceBell.ring();
  }

  /** What is tried again anyway; a source that refuses the request itself ends the worker. */
  #report(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    if (!(error instanceof SourceError)) this.#emit({ type: 'store-error', error });
    else if (error.kind === 'invalid') this.fail(error);
    else this.#emit({ type: 'source-error', error, retryInMs: 0 });
  }
}

interface PromiseWithResolversOf<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

function withResolvers<T>(): PromiseWithResolversOf<T> {
  let settle: Omit<PromiseWithResolversOf<T>, 'promise'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...(settle as Omit<PromiseWithResolversOf<T>, 'promise'>) };
}
