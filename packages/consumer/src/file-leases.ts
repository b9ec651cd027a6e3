// Leases in a folder, for workers on one machine: several processes may share it. On a network file system
// it is as safe as that system's hard links.

import { join } from 'node:path';
import type { Runtime } from './clock.ts';
import type { ApplicationStart, Lease, LeaseStore } from './lease-store.ts';
import {
  asked,
  checkpointed,
  created,
  released,
  renewed,
  taken,
} from './leases/lease-transitions.ts';
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

  /** Replaces one lease; undefined leaves everything as it is. */
  function changeLease<Next extends Lease | undefined>(
    application: string,
    shardId: string,
    step: (lease: Lease | undefined) => Next,
  ): Promise<Next> {
    return of(application).change((stored) => {
      const next = step(stored.leases.find((lease) => lease.shardId === shardId));
      if (next === undefined) return { value: stored, result: next };
      const others = stored.leases.filter((lease) => lease.shardId !== shardId);
      return { value: { ...stored, leases: [...others, next] }, result: next };
    });
  }

  return {
    begin: (application, start) =>
      of(application).change((stored) =>
        stored.start === undefined
          ? { value: { ...stored, start }, result: start }
          : { value: stored, result: stored.start },
      ),
    list: async (application) => (await of(application).read()).leases,
    create: async (application, lease) => {
      const made = await changeLease(application, lease.shardId, (known) =>
        known === undefined ? created(lease) : undefined,
      );
      return made !== undefined;
    },
    take: (application, lease, owner) =>
      changeLease(application, lease.shardId, (stored) => taken(stored, lease, owner)),
    ask: async (application, lease, worker) => {
      const next = await changeLease(application, lease.shardId, (stored) =>
        asked(stored, lease, worker),
      );
      return next !== undefined;
    },
    renew: (application, lease) =>
      changeLease(application, lease.shardId, (stored) => renewed(stored, lease)),
    checkpoint: (application, lease, checkpoint) =>
      changeLease(application, lease.shardId, (stored) => checkpointed(stored, lease, checkpoint)),
    release: async (application, lease, to) => {
      await changeLease(application, lease.shardId, (stored) => released(stored, lease, to));
    },
    remove: (application, { shardId, fence }) =>
      of(application).change((stored) => {
        const leases = stored.leases.filter(
          (lease) => lease.shardId !== shardId || lease.fence !== fence,
        );
        const isThere = leases.length < stored.leases.length;
        return { value: isThere ? { ...stored, leases } : stored, result: undefined };
      }),
  };
}

/** Any text as a name that every file system takes, different for different texts. */
function folderName(application: string): string {
  return application.replace(/[^a-z0-9_-]/g, (char) => `%${hex(new TextEncoder().encode(char))}`);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
