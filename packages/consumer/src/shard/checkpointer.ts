// Writes how far a shard is processed into its lease: now and then while it goes on, and at the end.

import type { Clock } from '../clock.ts';
import type { Checkpoint } from '../lease-store.ts';
import type { HeldLease } from '../leases/held-lease.ts';
import { Bell, rest } from '../rest.ts';
import type { StreamRecord } from '../source.ts';
import type { Progress } from './progress.ts';

export class Checkpointer {
  readonly #held: HeldLease;
  readonly #progress: Progress<StreamRecord>;
  readonly #everyMs: number;
  readonly #clock: Clock;
  readonly #bell = new Bell();
  #stored: StreamRecord | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(
    held: HeldLease,
    progress: Progress<StreamRecord>,
    { everyMs, clock }: { readonly everyMs: number; readonly clock: Clock },
  ) {
    this.#held = held;
    this.#progress = progress;
    this.#everyMs = everyMs;
    this.#clock = clock;
  }

  /** The sequence number up to which the lease says that records are processed. */
  get stored(): string | undefined {
    const { checkpoint } = this.#held.lease;
    return checkpoint.type === 'AFTER_SEQUENCE_NUMBER' ? checkpoint.sequenceNumber : undefined;
  }

  /** After progress: with an interval, it is written later; without one, when this resolves. */
  async progressed(signal: AbortSignal): Promise<void> {
    if (this.#everyMs === 0) await this.flush(signal);
    else this.#bell.ring();
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#held.lost.aborted) {
      await this.#bell.wait(signal);
      await this.flush(signal);
      await rest(this.#clock, this.#everyMs, { signal });
    }
  }

  /** Writes what is processed by now, unless the lease is lost first; false if it is, or at the signal. */
  async flush(signal: AbortSignal): Promise<boolean> {
    return this.#inTurn(() => {
      const processed = this.#progress.processed;
      if (processed === undefined || processed === this.#stored) return Promise.resolve(true);
      const { sequenceNumber, time } = processed;
      const checkpoint: Checkpoint = { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber, time };
      return this.#held.persist(async () => {
        await this.#held.checkpoint(checkpoint);
        this.#stored = processed;
      }, signal);
    });
  }

  /** Writes another checkpoint, behind those that are being written. */
  write(checkpoint: Checkpoint, signal: AbortSignal): Promise<boolean> {
    return this.#inTurn(() => this.#held.persist(() => this.#held.checkpoint(checkpoint), signal));
  }

  /** One after another, so that an older one never overwrites a newer one. */
  #inTurn(write: () => Promise<boolean>): Promise<boolean> {
    const mine = this.#writing.then(write);
    this.#writing = mine.catch(() => {});
    return mine;
  }
}
