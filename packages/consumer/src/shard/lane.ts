// A queue of records that are processed one batch after another. A shard has one lane, or several among
// which its keys are divided: so records of one key stay in order.

import type { Clock } from '../clock.ts';
import { Bell, rest } from '../rest.ts';
import type { StreamRecord } from '../source.ts';
import type { Entry, Progress } from './progress.ts';

export interface BatchLimits {
  readonly size: number;
  readonly bytes: number;
  readonly windowMs: number;
}

/** A watermark at its place in the queue. */
export interface Mark {
  readonly time: number;
  readonly isFinal: boolean;
}

export interface LaneOptions<R extends StreamRecord> {
  readonly clock: Clock;
  readonly progress: Progress<R>;
  /** Whether two records may be in one batch. Default: always. */
  readonly belongTogether?: (a: R, b: R) => boolean;
}

export class Lane<R extends StreamRecord> {
  readonly #limits: BatchLimits;
  readonly #clock: Clock;
  readonly #progress: Progress<R>;
  readonly #bell = new Bell();
  readonly #belongTogether: (a: R, b: R) => boolean;
  #queue: (Entry<R> | Mark)[] = [];
  #head = 0;
  #isClosed = false;

  constructor(
    limits: BatchLimits,
    { clock, progress, belongTogether = () => true }: LaneOptions<R>,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#progress = progress;
    this.#belongTogether = belongTogether;
  }

  push(next: Entry<R> | Mark): void {
    this.#queue.push(next);
  }

  /** After pushing: the next batch may be complete. */
  wake(): void {
    this.#bell.ring();
  }

  /** Nothing will be pushed any more; what is there still comes. */
  close(): void {
    this.#isClosed = true;
    this.#bell.ring();
  }

  /**
   * The next batch: at least one record; or the mark that is next. Undefined when there is none and will be none.
   * After the signal, only what stands before a record that has gone to the handler: without it, the checkpoint could
   * not pass that one, and it would be handed out again.
   */
  async next(signal: AbortSignal): Promise<Entry<R>[] | Mark | undefined> {
    while (this.#queue.length === this.#head) {
      if (this.#isClosed || signal.aborted) return undefined;
      await this.#bell.wait(signal);
    }
    const first = this.#queue[this.#head];
    if (isMark(first)) {
      if (signal.aborted) return undefined;
      this.#advance(1);
      return first;
    }
    await this.#fill(signal);
    const most = this.#ready().batch;
    const { begun } = this.#progress;
    const batch = signal.aborted ? most.filter(({ index }) => index < begun) : most;
    if (batch.length === 0) return undefined;
    this.#progress.begin(batch);
    this.#advance(batch.length);
    return batch;
  }

  #advance(count: number): void {
    this.#head += count;
    if (this.#head > 1024 || this.#head === this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Waits until a batch is full, or for its window. */
  async #fill(signal: AbortSignal): Promise<void> {
    if (this.#limits.windowMs <= 0) return;
    const until = this.#clock.now() + this.#limits.windowMs;
    while (!this.#isClosed && !signal.aborted && !this.#ready().isFull) {
      const remaining = until - this.#clock.now();
      if (remaining <= 0) return;
      await rest(this.#clock, remaining, { signal, bell: this.#bell });
    }
  }

  /** The records that make the next batch, and whether waiting could not add one. */
  #ready(): { readonly batch: Entry<R>[]; readonly isFull: boolean } {
    const { size, bytes } = this.#limits;
    const batch: Entry<R>[] = [];
    let sum = 0;
    for (let at = this.#head; at < this.#queue.length && batch.length < size; at += 1) {
      const next = this.#queue[at];
      if (next === undefined || isMark(next)) return { batch, isFull: true };
      const [first = next] = batch;
      sum += next.record.sizeBytes;
      const fits = sum <= bytes && this.#belongTogether(first.record, next.record);
      if (!fits && batch.length > 0) return { batch, isFull: true };
      batch.push(next);
    }
    return { batch, isFull: batch.length === size || sum >= bytes };
  }
}

function isMark<R extends StreamRecord>(next: Entry<R> | Mark | undefined): next is Mark {
  return next !== undefined && 'isFinal' in next;
}
