// Leases in a folder, for workers on one machine: several processes may share it. On a network file system
// it is as safe as that system's hard links.

import { join } from 'node:path';
import type { Runtime } from './clock.ts';
import { leasesOn } from './lease-storage.ts';
import type { ApplicationStart, Lease, LeaseStore } from './lease-store.ts';
import { VersionedFile } from './leases/versioned-file.ts';
import { systemRuntime } from './system-runtime.ts';

interface Stored {
  readonly start?: ApplicationStart;
  /** Shard ids come from a source: a list has no trouble with any of them. */
  readonly leases: readonly Lease[];
}

const initial: Stored = { leases: [] };

/** @param folder is made when it is missing; each application has a folder in it. */
export function fileLeases(folder: string, runtime: Runtime = systemRuntime()): LeaseStore {
  const files = new Map<string, VersionedFile<Stored>>();

  function of(application: string): VersionedFile<Stored> {
    const known =
      files.get(application) ??
      new VersionedFile<Stored>(join(folder, folderName(application)), {
        initial,
        temporaryName: () => hex(runtime.randomBytes(12)),
      });
    files.set(application, known);
    return known;
  }

  return leasesOn({
    begin: (application, start) =>
      of(application).change((stored) =>
        stored.start === undefined
          ? { value: { ...stored, start }, result: start }
          : { value: stored, result: stored.start },
      ),
    list: async (application) => (await of(application).read()).leases,
    change: (application, shardId, step) =>
      of(application).change((stored) => {
        const known = stored.leases.find((lease) => lease.shardId === shardId);
        const { lease, result } = step(known);
        if (lease === known) return { value: stored, result };
        const others = stored.leases.filter((other) => other !== known);
        const leases = lease === undefined ? others : [...others, lease];
        return { value: { ...stored, leases }, result };
      }),
  });
}

/** Any text as a name that every file system takes, different for different texts. */
function folderName(application: string): string {
  return application.replace(/[^a-z0-9_-]/g, (char) => `%${hex(new TextEncoder().encode(char))}`);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
