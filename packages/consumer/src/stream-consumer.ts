// Follows a stream: the one class that users make.
//
// At least once: every record that the stream still has when the consumer gets to it is handed to the handler,
// or to the policy for records that are given up. In order: records of one shard (with concurrencyPerShard,
// records with one key of one shard) are handed out in their order, and those of a shard before those of its
// children. Again only: after a crash, a lost lease, a stop that abandons, or a batch that failed.

import { Counters } from './counters.ts';
import type { ConsumerEvent, EndReason, EventOf } from './events.ts';
import type { Lease } from './lease-store.ts';
import { finished } from './lineage/plan-leases.ts';
import type { ConsumerMetrics } from './metrics.ts';
import type { ConsumerOptions, StopOptions } from './options.ts';
import { BatchChannel, type PulledBatch } from './pulled-batches.ts';
import { type Settings, settingsOf } from './settings.ts';
import type { StreamRecord } from './source.ts';
import type { ConsumerState, LeaseState } from './state.ts';
import { Worker } from './worker/worker.ts';

type Listener = (event: ConsumerEvent) => void;

export class StreamConsumer<R extends StreamRecord = StreamRecord> implements AsyncDisposable {
  readonly #settings: Settings<R>;
  readonly #channel: BatchChannel<R> | undefined;
  readonly #counters = new Counters();
  readonly #listeners = new Set<Listener>();
  readonly #worker: Worker<R>;
  readonly #done: Promise<EndReason>;
  #starting: Promise<void> | undefined;
  #status: ConsumerState['status'] = 'new';

  /** @throws RangeError when an option makes no sense */
  constructor(options: ConsumerOptions<R>) {
    this.#channel = options.handler === undefined ? new BatchChannel<R>() : undefined;
    const handler = options.handler ?? (this.#channel as BatchChannel<R>).handler;
    this.#settings = settingsOf(options, handler);
    this.#listeners.add(this.#settings.onEvent);
    this.#worker = new Worker<R>(this.#settings, {
      counters: this.#counters,
      emit: (event) => this.#emit(event),
    });
    this.#done = this.#settle();
  }

  async #settle(): Promise<EndReason> {
    try {
      const reason = await this.#worker.done;
      this.#status = 'ended';
      return reason;
    } catch (error) {
      this.#status = 'failed';
      throw error;
    } finally {
      this.#channel?.close();
    }
  }

  /**
   * Resolves when the worker runs: everything that is written from now on comes, also from LATEST. Rejects when the
   * stream or the lease store cannot be reached. A consumer starts once.
   */
  start(): Promise<void> {
    this.#starting ??= this.#startOnce();
    return this.#starting;
  }

  async #startOnce(): Promise<void> {
    if (this.#status !== 'new') throw new Error('The consumer was stopped: make another one.');
    this.#status = 'starting';
    try {
      await this.#worker.start();
      if (this.#status === 'starting') this.#status = 'running';
    } catch (error) {
      // Whoever starts it hears of it here.
      this.#done.catch(() => {});
      this.#worker.fail(error);
      throw error;
    }
  }

  /** Resolves when all leases are given back, so that other workers may go on at once. Never rejects. */
  async stop(options: StopOptions = {}): Promise<void> {
    if (this.#status !== 'ended' && this.#status !== 'failed') this.#status = 'stopping';
    const stopped = this.#worker.stop(options);
    // What waits for somebody who asks is not in work.
    this.#channel?.close();
    await stopped;
  }

  /**
   * Resolves when the consumer has ended: stopped, or at the end of a stream that is disabled or of what was to
   * be replayed. Rejects when it cannot go on: with `GivenUp` when the failure policy says stop, with
   * `SourceError` when the source refuses what it is asked, or with what an event listener threw. As with any
   * promise, Node ends a process in which nobody hears of the rejection.
   */
  get done(): Promise<EndReason> {
    return this.#done;
  }

  /** Calls `listener` for each event of the type; the function that is returned ends it. */
  on<Type extends ConsumerEvent['type']>(
    type: Type,
    listener: (event: EventOf<Type>) => void,
  ): () => void {
    const own: Listener = (event) => {
      if (event.type === type) listener(event as EventOf<Type>);
    };
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /**
   * Batches, for those who prefer to ask. Starts the consumer. A batch is acknowledged when the next one is asked
   * for, unless `ack` is `manual`: then by its `ack` or `fail`, and several may be in work. Leaving the
   * loop stops the consumer; the batch that was left is handed out again next time. Throws what `done` rejects with.
   */
  async *batches(
    options: { readonly ack?: 'next' | 'manual' } = {},
  ): AsyncGenerator<PulledBatch<R>, void, void> {
    const channel = this.#channel;
    if (channel === undefined)
      throw new Error('A consumer with a handler has no batches to ask for.');
    let isDone = false;
    try {
      await this.start();
      for (let next = await channel.next(); next !== undefined; next = await channel.next()) {
        yield next;
        if (options.ack !== 'manual') next.ack();
      }
      isDone = true;
      await this.done;
    } finally {
      if (!isDone) {
        const stopped = this.stop();
        channel.abandon();
        await stopped;
      }
    }
  }

  /** Records one by one: each is processed when the next one is asked for. Otherwise as `batches`. */
  async *records(): AsyncGenerator<R, void, void> {
    for await (const batch of this.batches({ ack: 'manual' })) {
      let processed = 0;
      try {
        for (const record of batch.records) {
          yield record;
          processed += 1;
        }
      } finally {
        const left = batch.records[processed];
        if (left === undefined) batch.ack();
        else batch.fail(new Error('The iteration ended at this record.'), left.sequenceNumber);
      }
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<PulledBatch<R>, void, void> {
    return this.batches();
  }

  /** As `stop()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  state(): ConsumerState {
    const { application, source, worker } = this.#settings;
    return {
      application,
      stream: source.name,
      worker,
      status: this.#status,
      leases: this.#worker.leases.all.map((lease) => ({ ...lease, status: this.#statusOf(lease) })),
      shards: this.#worker.shards(),
    };
  }

  #statusOf(lease: Lease): LeaseState['status'] {
    const { runtime } = this.#settings;
    if (this.#worker.shardIds.has(lease.shardId)) return 'mine';
    if (finished(lease) !== undefined) return 'finished';
    if (lease.owner === undefined) return 'free';
    return this.#worker.leases.isExpired(lease, runtime.clock.now()) ? 'expired' : 'others';
  }

  metrics(): ConsumerMetrics {
    const shards = this.#worker.shards();
    const { sourceErrors, ...counts } = this.#counters.snapshot();
    return {
      worker: this.#settings.worker,
      leases: shards.length,
      leasesOfAll: this.#worker.leases.all.filter((lease) => finished(lease) === undefined).length,
      workers: this.#worker.workers,
      ...counts,
      sourceErrors,
      lagMs: Math.max(0, ...shards.map(({ lagMs }) => lagMs)),
      lagRecords: shards.reduce((sum, { lagRecords }) => sum + lagRecords, 0),
      shards,
    };
  }

  #emit(event: ConsumerEvent): void {
    this.#counters.count(event);
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#worker.fail(error);
      }
    }
  }
}
