// A lease store on any database that can read a value and replace it in one atomic step.

import type { ApplicationStart, Lease, LeaseStore } from './lease-store.ts';
import {
  asked,
  checkpointed,
  created,
  released,
  renewed,
  taken,
} from './leases/lease-transitions.ts';

/** What a step makes of a lease. */
export interface LeaseStep<T> {
  /** The lease that is stored from now on; undefined removes it. The one that was given changes nothing. */
  readonly lease: Lease | undefined;
  readonly result: T;
}

/** Leases are plain JSON. `application` is the name space; ids of shards are any text. */
export interface LeaseStorage {
  /** Stores `start` unless there is one; returns the one that is stored. Atomic. */
  begin(application: string, start: ApplicationStart): Promise<ApplicationStart>;
  /** All leases of the application, with what was written before the call. */
  list(application: string): Promise<readonly Lease[]>;
  /**
   * Reads the lease of the shard, stores what `step` makes of it, and returns its result: atomically, so that no other
   * change comes between. `step` is pure and may be called again when one did. What it throws is thrown, and nothing
   * is stored.
   */
  change<T>(
    application: string,
    shardId: string,
    step: (stored: Lease | undefined) => LeaseStep<T>,
  ): Promise<T>;
}

/** Keeps leases in the storage; `leaseStoreContract` tests that it does. */
export function leasesOn(storage: LeaseStorage): LeaseStore {
  /** A step that returns the lease that it makes. */
  const to = (
    application: string,
    { shardId }: Lease,
    next: (stored: Lease | undefined) => Lease,
  ): Promise<Lease> =>
    storage.change(application, shardId, (stored) => {
      const lease = next(stored);
      return { lease, result: lease };
    });

  return {
    begin: (application, start) => storage.begin(application, start),
    list: (application) => storage.list(application),
    create: (application, lease) =>
      storage.change(application, lease.shardId, (stored) => ({
        lease: stored ?? created(lease),
        result: stored === undefined,
      })),
    take: (application, lease, owner) =>
      to(application, lease, (stored) => taken(stored, lease, owner)),
    ask: (application, lease, worker) =>
      storage.change(application, lease.shardId, (stored) => {
        const next = asked(stored, lease, worker);
        return { lease: next ?? stored, result: next !== undefined };
      }),
    renew: (application, lease) => to(application, lease, (stored) => renewed(stored, lease)),
    checkpoint: (application, lease, checkpoint) =>
      to(application, lease, (stored) => checkpointed(stored, lease, checkpoint)),
    async release(application, lease, owner) {
      await to(application, lease, (stored) => released(stored, lease, owner));
    },
    remove: (application, { shardId, fence }) =>
      storage.change(application, shardId, (stored) => ({
        lease: stored?.fence === fence ? undefined : stored,
        result: undefined,
      })),
  };
}
