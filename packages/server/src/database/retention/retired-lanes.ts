// Lanes to which nothing is appended any more: those of partitions that were split, and of deleted
// tables. A retired lane is forgotten when nobody needs its entries (trimmer.ts).

import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { laneNumber } from '../../model/partition.ts';
import {
  allRetiredLanesRange,
  retiredLaneKey,
  retiredLanesRange,
} from '../../model/storage-keys.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { Key, Store, Value } from '../../store/store.ts';
import { readAll } from '../../store/read-all.ts';

export interface RetiredLane extends Scope {
  readonly lane: string;
  readonly table: string;
  /** The table's number; another table may have taken its name. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly retiredAt: number;
}

/** The record to put in the commit that retires the lane. */
export function retiredLane(
  { account, region, name, number }: TableDefinition,
  { lane, at }: { readonly lane: string; readonly at: number },
): [Key, Value] {
  const retired: RetiredLane = { account, region, table: name, number, lane, retiredAt: at };
  return [retiredLaneKey(number, lane), encodeRecord(retired)];
}

/** Those of one table, newest first, so that a child comes before its parent. */
export async function retiredLanesOf(store: Store, table: number): Promise<readonly string[]> {
  const lanes: string[] = [];
  for await (const [, value] of readAll(store, retiredLanesRange(table))) {
    lanes.push(decodeRecord<RetiredLane>(value).lane);
  }
  return lanes.toSorted((a, b) => laneNumber(b) - laneNumber(a));
}

export async function allRetiredLanes(store: Store): Promise<readonly RetiredLane[]> {
  const lanes: RetiredLane[] = [];
  for await (const [, value] of readAll(store, allRetiredLanesRange())) {
    lanes.push(decodeRecord<RetiredLane>(value));
  }
  return lanes;
}
