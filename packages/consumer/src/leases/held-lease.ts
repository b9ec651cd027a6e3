// A lease that this worker holds, and how long it may count on it.
//
// The time of a renewal counts from before it was asked for. Other workers count from when they see it, which
// is later: so this worker stops before another may begin, however far their clocks are apart.

import { backOffMs } from '../back-off.ts';
import type { Runtime } from '../clock.ts';
import { type Checkpoint, type Lease, LeaseLost, type LeaseStore } from '../lease-store.ts';
import { rest } from '../rest.ts';

export interface LeaseHolding {
  readonly store: LeaseStore;
  readonly application: string;
  readonly durationMs: number;
  readonly runtime: Runtime;
  onStoreError(error: unknown, shardId: string): void;
}

const retryBackOff = { baseMs: 200, maxMs: 5000 };

export class HeldLease {
  readonly #holding: LeaseHolding;
  readonly #lost = new AbortController();
  #lease: Lease;
  #validUntil: number;
  /** It is being given back: that the store no longer knows it as ours proves nothing. */
  #isClosing = false;

  /** @param askedAt when the store was asked for it, by the clock */
  constructor(lease: Lease, askedAt: number, holding: LeaseHolding) {
    this.#lease = lease;
    this.#holding = holding;
    this.#validUntil = askedAt + holding.durationMs;
  }

  get shardId(): string {
    return this.#lease.shardId;
  }

  /** As the store answered last. */
  get lease(): Lease {
    return this.#lease;
  }

  /** Aborts when it is known that another worker has the lease. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get isValid(): boolean {
    return !this.lost.aborted && this.#holding.runtime.clock.now() < this.#validUntil;
  }

  /** @throws LeaseLost, and what the store throws */
  async renew(): Promise<void> {
    const { store, application } = this.#holding;
    await this.#write((lease) => store.renew(application, lease));
  }

  /** @throws LeaseLost, and what the store throws */
  async checkpoint(checkpoint: Checkpoint): Promise<void> {
    const { store, application } = this.#holding;
    if (checkpoint.type === 'FINISHED') this.#isClosing = true;
    await this.#write((lease) => store.checkpoint(application, lease, checkpoint));
  }

  /** @throws LeaseLost, and what the store throws */
  async release(to?: string): Promise<void> {
    const { store, application } = this.#holding;
    this.#isClosing = true;
    await store.release(application, this.#lease, to);
  }

  /** Waits until this worker may hand out records: false when the lease is lost, or at the signal. */
  async ensure(signal: AbortSignal): Promise<boolean> {
    await this.persist(() => (this.isValid ? undefined : this.renew()), signal);
    return this.isValid && !signal.aborted;
  }

  /** Writes again and again until it succeeds, the lease is lost or the signal aborts; whether it did. */
  async persist(write: () => Promise<void> | undefined, signal: AbortSignal): Promise<boolean> {
    const { runtime, onStoreError } = this.#holding;
    for (let failures = 1; !signal.aborted && !this.lost.aborted; failures += 1) {
      try {
        await write();
        return true;
      } catch (error) {
        if (error instanceof LeaseLost) {
          this.#lost.abort(error);
          return false;
        }
        onStoreError(error, this.shardId);
        await rest(runtime.clock, backOffMs(failures, retryBackOff, runtime), { signal });
      }
    }
    return false;
  }

  async #write(change: (lease: Lease) => Promise<Lease>): Promise<void> {
    const { clock } = this.#holding.runtime;
    const askedAt = clock.now();
    const lease = await change(this.#lease).catch((error: unknown) => {
      if (error instanceof LeaseLost && !this.#isClosing) this.#lost.abort(error);
      throw error;
    });
    this.#validUntil = Math.max(this.#validUntil, askedAt + this.#holding.durationMs);
    // Answers of writes at the same time may come in any order.
    if (lease.heartbeat > this.#lease.heartbeat) this.#lease = lease;
  }
}
