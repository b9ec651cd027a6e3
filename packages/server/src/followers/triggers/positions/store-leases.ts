// Positions of triggers in Headwater's own store: where each mapping began, and its leases. The application's
// name is the mapping's UUID. This process alone runs a store's triggers, so who holds a lease never changes
// while it runs; a lease is renewed no more often than once a day, and written when its position moves.

import type { ApplicationStart, Lease, LeaseStore } from '@headwater/consumer';
import { leasesOn } from '@headwater/consumer/lease-storage';
import { decodeRecord, encodeRecord } from '../../../model/catalog-json.ts';
import type { KeyRange } from '../../../model/storage-keys.ts';
import {
  triggerLane,
  triggerLeaseKey,
  triggerLeasesRange,
  triggerStartKey,
  triggerWindowsRange,
} from '../../../model/trigger-keys.ts';
import { readAll } from '../../../store/read-all.ts';
import type { Decision, Store } from '../../../store/store.ts';

export function storeLeases(store: Store): LeaseStore {
  return leasesOn({
    begin(uuid, start) {
      const key = triggerStartKey(uuid);
      return store.commit<ApplicationStart>({
        lanes: [triggerLane(uuid)],
        reads: [key],
        decide({ values: [stored] }) {
          if (stored !== undefined) return { result: decodeRecord<ApplicationStart>(stored) };
          return { puts: [[key, encodeRecord(start)]], result: start };
        },
      });
    },
    async list(uuid) {
      const leases: Lease[] = [];
      for await (const [, value] of readAll(store, triggerLeasesRange(uuid))) {
        leases.push(decodeRecord<Lease>(value));
      }
      return leases;
    },
    change(uuid, shardId, step) {
      const key = triggerLeaseKey(uuid, shardId);
      return store.commit({
        lanes: [triggerLane(uuid)],
        reads: [key],
        decide({ values: [bytes] }): Decision<ReturnType<typeof step>['result']> {
          const stored = bytes === undefined ? undefined : decodeRecord<Lease>(bytes);
          const { lease, result } = step(stored);
          if (lease === stored) return { result };
          return lease === undefined
            ? { deletes: [key], result }
            : { puts: [[key, encodeRecord(lease)]], result };
        },
      });
    },
  });
}

/** The start of a mapping; undefined before its first. */
export async function startOf(store: Store, uuid: string): Promise<ApplicationStart | undefined> {
  const [bytes] = await store.get([triggerStartKey(uuid)]);
  return bytes === undefined ? undefined : decodeRecord<ApplicationStart>(bytes);
}

/** One commit of a removal. */
const atATime = 500;

/** Forgets all positions and windows of a mapping, in bounded steps. Its consumer has to be stopped. */
export async function forgetPositions(store: Store, uuid: string): Promise<void> {
  await forgetWindows(store, uuid);
  await removeAll(store, uuid, triggerLeasesRange(uuid));
  // Last: while it is there, a mapping that was not forgotten to the end is known to have begun.
  await remove(store, uuid, [triggerStartKey(uuid)]);
}

/** Forgets the states of a mapping's tumbling windows. */
export function forgetWindows(store: Store, uuid: string): Promise<void> {
  return removeAll(store, uuid, triggerWindowsRange(uuid));
}

async function removeAll(store: Store, uuid: string, range: KeyRange): Promise<void> {
  const limit = { count: atATime, bytes: 1024 * 1024 };
  for (;;) {
    const { entries, more } = await store.range({ ...range, direction: 'forward', limit });
    if (entries.length > 0) {
      await remove(
        store,
        uuid,
        entries.map(([key]) => key),
      );
    }
    if (!more) return;
  }
}

function remove(store: Store, uuid: string, deletes: readonly Uint8Array[]): Promise<undefined> {
  return store.commit<undefined>({
    lanes: [triggerLane(uuid)],
    reads: [],
    decide: () => ({ deletes, result: undefined }),
  });
}
