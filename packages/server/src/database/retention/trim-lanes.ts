// Forgets entries of lanes that nobody needs: no shard of a stream shows them, point-in-time recovery
// does not reach back to them, and no snapshot that is being copied has to undo them.

import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord } from '../../model/catalog-json.ts';
import { trimmedUpTo } from '../../model/shard.ts';
import { allTablesRange, retiredLaneKey, snapshotsRange } from '../../model/storage-keys.ts';
import type { ShardDefinition } from '../../model/stream.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { LogPage, Store } from '../../store/store.ts';
import { earliestOf } from '../backups/continuous-backups.ts';
import type { SnapshotJob } from '../backups/snapshot.ts';
import { readAll } from '../../store/read-all.ts';
import { allRetiredLanes, type RetiredLane } from './retired-lanes.ts';
import { ageOfLane } from './walk-lane.ts';

/** One call of `trimLog`. */
const mostEntries = 1000;

/** A lane and how far it was filled before anybody looked at who needs its entries. */
export interface ObservedLane {
  readonly lane: string;
  /** Number of the table that writes or wrote it. */
  readonly table: number;
  readonly head: number;
  readonly retired: RetiredLane | undefined;
}

/**
 * To be called before streams, tables and snapshots are read: who comes to need a lane later needs what
 * is behind these heads, so up to them nothing is taken from under anybody.
 */
export async function observeLanes(store: Store): Promise<readonly ObservedLane[]> {
  const lanes: Omit<ObservedLane, 'head'>[] = [];
  for await (const [, value] of readAll(store, allTablesRange())) {
    const { number, partitions } = decodeRecord<TableDefinition>(value);
    lanes.push(...partitions.map(({ lane }) => ({ lane, table: number, retired: undefined })));
  }
  for (const retired of await allRetiredLanes(store)) {
    lanes.push({ lane: retired.lane, table: retired.number, retired });
  }
  const ends = await Promise.all(lanes.map(({ lane }) => endsOf(store, lane)));
  return lanes.map(({ lane, table, retired }, index) => ({
    lane,
    table,
    head: (ends[index] as LogPage).head,
    retired,
  }));
}

async function endsOf(store: Store, lane: string): Promise<LogPage> {
  return store.readLog(lane, Number.MAX_SAFE_INTEGER, { count: 1, bytes: 1 });
}

export interface LaneNeeds {
  /** Shards of all streams, by lane. */
  readonly shards: ReadonlyMap<string, readonly ShardDefinition[]>;
  readonly now: number;
  readonly stopped: () => boolean;
}

/**
 * One round over all lanes. Resolves with the time at which point-in-time recovery gives up the next
 * entry, Infinity when that is unknown.
 */
export async function trimLanes(
  store: Store,
  lanes: readonly ObservedLane[],
  needs: LaneNeeds,
): Promise<number> {
  const floors = await snapshotFloors(store);
  const tables = new Map<number, TableDefinition>();
  for await (const [, value] of readAll(store, allTablesRange())) {
    const table = decodeRecord<TableDefinition>(value);
    tables.set(table.number, table);
  }
  let next = Infinity;
  for (const observed of lanes) {
    const { lane, retired } = observed;
    if (needs.stopped()) return next;
    const of = { observed, table: tables.get(observed.table), floor: floors.get(lane) };
    const trim = await trimLane(store, of, needs);
    next = Math.min(next, trim.nextAt);
    if (retired !== undefined && trim.isEmpty && !needs.shards.has(lane)) {
      await forgetLane(store, retired);
    }
  }
  return next;
}

/** By lane, the position behind which snapshots under way need its entries. */
async function snapshotFloors(store: Store): Promise<Map<string, number>> {
  const floors = new Map<string, number>();
  for await (const [, value] of readAll(store, snapshotsRange())) {
    for (const { lane, floor } of decodeRecord<SnapshotJob>(value).lanes) {
      floors.set(lane, Math.min(floor, floors.get(lane) ?? Infinity));
    }
  }
  return floors;
}

async function trimLane(
  store: Store,
  of: {
    readonly observed: ObservedLane;
    /** While it exists. */
    readonly table: TableDefinition | undefined;
    readonly floor: number | undefined;
  },
  needs: LaneNeeds,
): Promise<{ readonly isEmpty: boolean; readonly nextAt: number }> {
  const { observed, table, floor } = of;
  const { lane, head } = observed;
  const { trimmed } = await endsOf(store, lane);
  const shown = shownFrom(needs.shards.get(lane) ?? []);
  const limit = Math.min(head, floor ?? head, shown ?? head);
  const recovery = await recoverableFrom(store, { lane, table, trimmed, limit }, needs.now);
  const upTo = Math.min(limit, recovery.position);
  let removed = upTo > trimmed ? Infinity : 0;
  while (removed > 0 && !needs.stopped()) removed = await store.trimLog(lane, upTo, mostEntries);
  return { isEmpty: upTo >= head, nextAt: recovery.nextAt };
}

/** The position behind which a shard shows entries; undefined when none does, nor ever will. */
function shownFrom(shards: readonly ShardDefinition[]): number | undefined {
  const froms = shards
    .filter((shard) => trimmedUpTo(shard) < (shard.end ?? Infinity))
    .map((shard) => trimmedUpTo(shard));
  return froms.length === 0 ? undefined : Math.min(...froms);
}

async function recoverableFrom(
  store: Store,
  of: {
    readonly lane: string;
    readonly table: TableDefinition | undefined;
    readonly trimmed: number;
    readonly limit: number;
  },
  now: number,
): Promise<{ readonly position: number; readonly nextAt: number }> {
  const { lane, table, trimmed, limit } = of;
  const recovery = table?.recovery;
  if (recovery === undefined) return { position: Infinity, nextAt: Infinity };
  const earliest = earliestOf(recovery, now);
  const began = recovery.heads.find((head) => head.lane === lane)?.position ?? 0;
  const after = Math.min(Math.max(trimmed, began), limit);
  const age = await ageOfLane(store, lane, { after, until: limit, time: earliest });
  const nextAt = age.nextTime === undefined ? Infinity : age.nextTime + (now - earliest);
  return { position: age.position, nextAt };
}

async function forgetLane(store: Store, { number, lane }: RetiredLane): Promise<void> {
  await store.commit<undefined>({
    lanes: [catalogLane],
    reads: [],
    decide: () => ({ deletes: [retiredLaneKey(number, lane)], result: undefined }),
  });
}
