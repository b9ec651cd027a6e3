// The leases of all workers as this one sees them, and for how long it has seen each without a change. A
// lease whose owner has not written for the lease's duration is expired. Times are this worker's own.

import type { Lease } from '../lease-store.ts';

interface Observation {
  readonly fence: number;
  readonly heartbeat: number;
  readonly since: number;
}

export class ObservedLeases {
  readonly #durationMs: number;
  #leases: readonly Lease[] = [];
  #seen = new Map<string, Observation>();

  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  get all(): readonly Lease[] {
    return this.#leases;
  }

  /**
   * @param answeredAt when the store had answered: the owner's last write was before that, so that it counts
   * on its lease for less long than this worker waits
   */
  observe(leases: readonly Lease[], answeredAt: number): void {
    this.#leases = leases;
    this.#seen = new Map(
      leases.map((lease) => {
        const { shardId, fence, heartbeat } = lease;
        const before = this.#seen.get(shardId);
        const isSame = before?.fence === fence && before.heartbeat === heartbeat;
        return [shardId, isSame ? before : { fence, heartbeat, since: answeredAt }];
      }),
    );
  }

  /** For how long nothing was written to it, as far as this worker saw. */
  unchangedMs({ shardId }: Lease, now: number): number {
    const seen = this.#seen.get(shardId);
    return seen === undefined ? 0 : now - seen.since;
  }

  isExpired(lease: Lease, now: number): boolean {
    return lease.owner !== undefined && this.unchangedMs(lease, now) > this.#durationMs;
  }
}
