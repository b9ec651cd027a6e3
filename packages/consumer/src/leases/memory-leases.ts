// Leases in memory: for one process, with one worker or several. They are gone when the process is.

import type { ApplicationStart, Lease, LeaseStore } from '../lease-store.ts';
import { asked, checkpointed, created, released, renewed, taken } from './lease-transitions.ts';

interface Application {
  start: ApplicationStart | undefined;
  readonly leases: Map<string, Lease>;
}

export function memoryLeases(): LeaseStore {
  const applications = new Map<string, Application>();

  function of(name: string): Application {
    const known = applications.get(name) ?? { start: undefined, leases: new Map() };
    applications.set(name, known);
    return known;
  }

  function put(name: string, lease: Lease): Lease {
    of(name).leases.set(lease.shardId, lease);
    return lease;
  }

  const stored = (name: string, { shardId }: { readonly shardId: string }): Lease | undefined =>
    of(name).leases.get(shardId);

  // Asynchronous, so that what a method throws is a rejection, as of any other store.
  return {
    async begin(application, start) {
      return (of(application).start ??= start);
    },
    async list(application) {
      return [...of(application).leases.values()];
    },
    async create(application, lease) {
      if (stored(application, lease) !== undefined) return false;
      put(application, created(lease));
      return true;
    },
    async take(application, lease, owner) {
      return put(application, taken(stored(application, lease), lease, owner));
    },
    async ask(application, lease, worker) {
      const next = asked(stored(application, lease), lease, worker);
      if (next !== undefined) put(application, next);
      return next !== undefined;
    },
    async renew(application, lease) {
      return put(application, renewed(stored(application, lease), lease));
    },
    async checkpoint(application, lease, checkpoint) {
      return put(application, checkpointed(stored(application, lease), lease, checkpoint));
    },
    async release(application, lease, to) {
      put(application, released(stored(application, lease), lease, to));
    },
    async remove(application, lease) {
      if (stored(application, lease)?.fence !== lease.fence) return;
      of(application).leases.delete(lease.shardId);
    },
  };
}
