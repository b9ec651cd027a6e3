// One worker's time with one shard: from taking its lease until the shard is finished, handed over or lost.
// A reader fills lanes, lanes are worked off batch by batch, and what is processed is checkpointed. Each
// goes at its own pace: the next page is read while the handler works, up to the buffer's size.

import type { Counters } from '../counters.ts';
import type { ConsumerEvent } from '../events.ts';
import type { HeldLease } from '../leases/held-lease.ts';
import type { ShardMetrics } from '../metrics.ts';
import { Bell, rest } from '../rest.ts';
import type { Settings } from '../settings.ts';
import type { Shard, StreamRecord } from '../source.ts';
import { Checkpointer } from './checkpointer.ts';
import { Intake } from './intake.ts';
import { Lane } from './lane.ts';
import { LaneWorker } from './lane-worker.ts';
import { Progress } from './progress.ts';
import { readPosition } from './read-position.ts';
import { ShardMeter } from './shard-meter.ts';
import { type PageRead, ShardReader } from './shard-reader.ts';
import { Watermarks, windowOf } from './watermarks.ts';

export type RunEnd =
  /** Its lease says so. */
  | {
      readonly type: 'finished';
      readonly reason: 'end' | 'range' | 'gone';
      readonly children?: readonly Shard[];
    }
  /** The lease is free, or another worker's. */
  | { readonly type: 'released'; readonly to?: string }
  | { readonly type: 'lost' };

interface ReadEnd {
  readonly reason: 'end' | 'range' | 'gone';
  readonly children?: readonly Shard[];
}

/** An iterator at LATEST is kept in the lease while nothing arrived, well within its life of minutes. */
const keepLatestMs = 60_000;

export class ShardRun<R extends StreamRecord> {
  readonly held: HeldLease;
  readonly #settings: Settings<R>;
  readonly #emit: (event: ConsumerEvent) => void;
  readonly #reader: ShardReader<R>;
  readonly #lanes: readonly Lane<R>[];
  readonly #intake: Intake<R>;
  readonly #worker: LaneWorker<R>;
  readonly #progress = new Progress<R>();
  readonly #checkpointer: Checkpointer;
  /** No page and no batch is begun any more. */
  readonly #stopping = new AbortController();
  /** What the handler does now is done in vain. */
  readonly #aborted = new AbortController();
  readonly #abandoned = new AbortController();
  readonly #room = new Bell();
  #handOverTo: string | undefined;
  readonly #meter: ShardMeter;
  #latestKeptAt: number;

  constructor(
    held: HeldLease,
    settings: Settings<R>,
    { counters, emit }: { counters: Counters; emit: (event: ConsumerEvent) => void },
  ) {
    const { source, runtime, batch, concurrencyPerShard, watermarks, leases, sourceBackOff } =
      settings;
    const { clock } = runtime;
    const { shardId, lease } = held;
    this.held = held;
    this.#settings = settings;
    this.#meter = new ShardMeter(counters);
    this.#emit = emit;
    this.#latestKeptAt = clock.now();
    const progress = this.#progress;
    const belongTogether =
      watermarks &&
      ((a: R, b: R): boolean =>
        windowOf(a.time, watermarks.everyMs) === windowOf(b.time, watermarks.everyMs));
    this.#lanes = Array.from(
      { length: concurrencyPerShard },
      () => new Lane<R>(batch, { clock, progress, ...(belongTogether && { belongTogether }) }),
    );
    this.#intake = new Intake<R>({
      lanes: this.#lanes,
      progress,
      filter: settings.filter,
      watermarks: watermarks && new Watermarks(watermarks, clock.now()),
    });
    this.#checkpointer = new Checkpointer(held, this.#progress, {
      everyMs: leases.checkpointMs,
      clock,
    });
    this.#worker = new LaneWorker<R>({
      held,
      settings,
      progress,
      checkpointer: this.#checkpointer,
      meter: this.#meter,
      stopping: this.#stopping.signal,
      aborted: this.#aborted.signal,
      emit,
      onRoom: () => this.#room.ring(),
    });
    this.#reader = new ShardReader<R>({
      source,
      shardId,
      position: readPosition(lease.checkpoint, {
        hasTimestamps: source.hasTimestamps,
        clockSkewMs: leases.clockSkewMs,
      }),
      until: lease.until,
      backOff: sourceBackOff,
      runtime,
      signal: this.#stopping.signal,
      onGap: emit,
      onError: (error, retryInMs) => {
        this.#meter.phase = 'backing-off';
        emit({ type: 'source-error', shardId, error, retryInMs });
      },
      onIdle: () => {
        if (this.#meter.phase === 'reading') this.#meter.phase = 'idle';
      },
    });
    const lost = (): void => this.#stop({ abort: true });
    if (held.lost.aborted) lost();
    else held.lost.addEventListener('abort', lost, { once: true });
  }

  get shardId(): string {
    return this.held.shardId;
  }

  /** Finishes the batches that are in the handler and gives the lease back, to `to` if it wants it. */
  handOver(to?: string): void {
    this.#handOverTo ??= to;
    this.#meter.phase = 'handing-over';
    this.#stop({ abort: false });
  }

  /** The same without waiting for the handler. */
  abandon(): void {
    this.#stop({ abort: true });
    this.#abandoned.abort();
  }

  #stop({ abort }: { readonly abort: boolean }): void {
    this.#stopping.abort(new Error(`${this.shardId} is no longer read by this worker.`));
    if (abort) {
      this.#aborted.abort(new Error(`${this.shardId} is another worker's from now on.`));
    }
  }

  /** @throws GivenUp, or what else ends the consumer; the lease is given back then too. */
  async run(): Promise<RunEnd> {
    const ended = new AbortController();
    const checkpoints = this.#checkpointer.run(ended.signal);
    const read = this.#read();
    const work = this.#lanes.map((lane) => this.#work(lane));
    const isWaitedFor = await this.#unlessAbandoned(Promise.allSettled([read, ...work]));
    ended.abort();
    await checkpoints;
    try {
      // Both have settled, so that what went wrong is thrown here.
      if (isWaitedFor) await Promise.all(work);
      return await this.#close(isWaitedFor ? await read : undefined);
    } catch (error) {
      await this.#close(undefined);
      throw error;
    }
  }

  /** Whether all settled before nobody wanted to wait any more. */
  #unlessAbandoned(work: Promise<unknown>): Promise<boolean> {
    const abandoned = new Promise<boolean>((resolve) => {
      const { signal } = this.#abandoned;
      signal.addEventListener('abort', () => resolve(false), { once: true });
    });
    return Promise.race([work.then(() => true), abandoned]);
  }

  /** Reads until the end of the shard; undefined when it was stopped before. */
  async #read(): Promise<ReadEnd | undefined> {
    const { signal } = this.#stopping;
    try {
      while (!signal.aborted) {
        const limit = await this.#awaitRoom();
        const page = await this.#reader.next(limit, this.#intake.lookBy);
        if (page === undefined) break;
        await this.#accept(page);
        if (page.end !== undefined) {
          const { end: reason, children } = page;
          this.#meter.phase = 'ending';
          return { reason, ...(children === undefined ? {} : { children }) };
        }
        await this.#keepLatest();
      }
      return undefined;
    } catch (error) {
      this.#stop({ abort: false });
      throw error;
    } finally {
      for (const lane of this.#lanes) lane.close();
    }
  }

  /** How many records the next page may have; waits while that is not worth a call. */
  async #awaitRoom(): Promise<number> {
    const { batch, source } = this.#settings;
    const { maxRecords } = source.polling;
    const worthwhile = Math.min(maxRecords, Math.ceil(batch.buffer / 2));
    const hasRoom = (): boolean =>
      batch.buffer - this.#progress.size >= worthwhile && this.#progress.bytes < batch.bufferBytes;
    while (!hasRoom() && !this.#stopping.signal.aborted) {
      this.#meter.phase = 'full';
      await this.#room.wait(this.#stopping.signal);
      if (this.#meter.phase === 'full') this.#meter.phase = 'reading';
    }
    return Math.max(1, Math.min(maxRecords, batch.buffer - this.#progress.size));
  }

  async #accept(page: PageRead<R>): Promise<void> {
    this.#meter.read(page);
    const records = this.#intake.take(page);
    if (records.length === 0) return;
    this.#emit({ type: 'records-filtered', shardId: this.shardId, records });
    await this.#checkpointer.progressed(this.#stopping.signal);
  }

  /** A shard at LATEST in which nothing happens: after a restart it goes on at this very place. */
  async #keepLatest(): Promise<void> {
    const { checkpoint } = this.held.lease;
    const { clock } = this.#settings.runtime;
    const { iterator } = this.#reader;
    if (checkpoint.type !== 'LATEST' || iterator === undefined || this.#meter.recordsRead > 0)
      return;
    if (clock.now() - this.#latestKeptAt < keepLatestMs) return;
    this.#latestKeptAt = clock.now();
    await this.#checkpointer.write({ ...checkpoint, iterator }, this.#stopping.signal);
  }

  async #work(lane: Lane<R>): Promise<void> {
    try {
      await this.#worker.run(lane);
    } catch (error) {
      this.#stop({ abort: false });
      throw error;
    }
  }

  /** Writes where it ended, and gives the lease back. */
  async #close(end: ReadEnd | undefined): Promise<RunEnd> {
    const { clock } = this.#settings.runtime;
    // Past the lease's life another worker goes on from the last checkpoint anyway.
    const expiry = new AbortController();
    const { durationMs } = this.#settings.leases;
    const watch = rest(clock, durationMs, expiry).then(() => expiry.abort());
    try {
      if (end !== undefined && this.#progress.size === 0 && !this.#stopping.signal.aborted) {
        const { reason } = end;
        const at = clock.now();
        if (!(await this.#checkpointer.write({ type: 'FINISHED', reason, at }, expiry.signal))) {
          return { type: 'lost' };
        }
        return { type: 'finished', ...end };
      }
      const to = this.#handOverTo;
      const isStored = await this.#checkpointer.flush(expiry.signal);
      const release = (): Promise<void> => this.held.release(to);
      if (!isStored || !(await this.held.persist(release, expiry.signal))) return { type: 'lost' };
      return { type: 'released', ...(to === undefined ? {} : { to }) };
    } finally {
      expiry.abort();
      await watch;
    }
  }

  metrics(): ShardMetrics {
    const { stored } = this.#checkpointer;
    return this.#meter.snapshot(this.#progress, {
      shardId: this.shardId,
      stored,
      now: this.#settings.runtime.clock.now(),
    });
  }
}
