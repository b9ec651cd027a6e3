// Leases in memory: for one process, with one worker or several. They are gone when the process is.

import { leasesOn } from '../lease-storage.ts';
import type { ApplicationStart, Lease, LeaseStore } from '../lease-store.ts';

export function memoryLeases(): LeaseStore {
  const starts = new Map<string, ApplicationStart>();
  const leases = new Map<string, Map<string, Lease>>();

  function leasesOf(application: string): Map<string, Lease> {
    const known = leases.get(application) ?? new Map<string, Lease>();
    leases.set(application, known);
    return known;
  }

  // Asynchronous, so that what a step throws is a rejection, as of any other storage.
  return leasesOn({
    async begin(application, start) {
      const stored = starts.get(application) ?? start;
      starts.set(application, stored);
      return stored;
    },
    async list(application) {
      return [...leasesOf(application).values()];
    },
    async change(application, shardId, step) {
      const own = leasesOf(application);
      const { lease, result } = step(own.get(shardId));
      if (lease === undefined) own.delete(shardId);
      else own.set(shardId, lease);
      return result;
    },
  });
}
