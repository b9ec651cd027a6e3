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

export class Lane<R extends StreamRecord> {
  readonly #limits: BatchLimits;
  readonly #clock: Clock;
  readonly #progress: Progress<R>;
  readonly #bell = new Bell();
  #queue: Entry<R>[] = [];
  #head = 0;
  #isClosed = false;

  constructor(
    limits: BatchLimits,
    { clock, progress }: { readonly clock: Clock; readonly progress: Progress<R> },
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#progress = progress;
  }

  push(entry: Entry<R>): void {
    this.#queue.push(entry);
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
   * The next batch: at least one record. Undefined when there is none and will be none. After the signal, only
   * what stands before a record that has gone to the handler: without it, the checkpoint could not pass that one,
   * and it would be handed out again.
   */
  async next(signal: AbortSignal): Promise<Entry<R>[] | undefined> {
    while (this.#queue.length === this.#head) {
      if (this.#isClosed || signal.aborted) return undefined;
      await this.#bell.wait(signal);
    }
    await this.#fill(signal);
    const most = this.#queue.slice(this.#head, this.#head + this.#ready().count);
    const { begun } = this.#progress;
    const batch = signal.aborted ? most.filter(({ index }) => index < begun) : most;
    if (batch.length === 0) return undefined;
    this.#progress.begin(batch);
    this.#head += batch.length;
    if (this.#head > 1024 || this.#head === this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return batch;
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

  /** How many records make the next batch, and whether waiting could not add one. */
  #ready(): { readonly count: number; readonly isFull: boolean } {
    const { size, bytes } = this.#limits;
    const available = this.#queue.length - this.#head;
    let sum = 0;
    let count = 0;
    while (count < available && count < size) {
      sum += this.#queue[this.#head + count]?.record.sizeBytes ?? 0;
      if (sum > bytes && count > 0) return { count, isFull: true };
      count += 1;
    }
    return { count, isFull: count === size || sum >= bytes };
  }
}
