// What retention takes from one stream: records that it has kept for its time, and closed shards that may hold
// none of these any more.

import { catalogLane } from '../../model/catalog-lane.ts';
import { kinesisShardKey } from '../../model/kinesis-keys.ts';
import type { Store } from '../../store/store.ts';
import { positionBefore } from '../records/position-at-time.ts';
import { timeOfEntry } from '../records/record-entry.ts';
import { type KinesisShard, laneOf } from '../shard.ts';
import { shardsOf } from '../shards/shard-routes.ts';

/** One call of `trimLog`. */
const mostEntries = 1000;

export interface StreamRest {
  readonly trimmed: number;
  /** The oldest time of what remains: of a record, or of a shard's closing. Infinity when nothing can age. */
  readonly oldest: number;
}

/** Takes what is from `horizon` or before, in epoch milliseconds. */
export async function trimStream(
  store: Store,
  stream: number,
  { horizon, stopped }: { readonly horizon: number; readonly stopped: () => boolean },
): Promise<StreamRest> {
  let trimmed = 0;
  let oldest = Infinity;
  for (const shard of await shardsOf(store, stream)) {
    if (stopped()) break;
    const lane = laneOf(stream, shard.index);
    const isOver = shard.closed !== undefined && shard.closed.at <= horizon;
    // Of whole milliseconds: what is from the horizon itself goes too.
    const upTo = isOver ? Number.MAX_SAFE_INTEGER : await dueUpTo(store, lane, horizon);
    trimmed += upTo === undefined ? 0 : await trimLane(store, lane, upTo, stopped);
    if (isOver) await forgetShard(store, stream, shard);
    else oldest = Math.min(oldest, await oldestOf(store, lane), shard.closed?.at ?? Infinity);
  }
  return { trimmed, oldest };
}

/** Removes the records of a lane up to a position, step by step. How many there were. */
export async function trimLane(
  store: Store,
  lane: string,
  upTo: number,
  stopped: () => boolean,
): Promise<number> {
  let trimmed = 0;
  while (!stopped()) {
    const removed = await store.trimLog(lane, upTo, mostEntries);
    if (removed === 0) break;
    trimmed += removed;
  }
  return trimmed;
}

/** Undefined when nothing is due; most rounds find that, and one entry tells. */
async function dueUpTo(store: Store, lane: string, horizon: number): Promise<number | undefined> {
  if ((await oldestOf(store, lane)) > horizon) return undefined;
  return positionBefore(store, lane, horizon + 1);
}

async function oldestOf(store: Store, lane: string): Promise<number> {
  const { entries } = await store.readLog(lane, 0, { count: 1, bytes: 1 });
  return entries[0] === undefined ? Infinity : timeOfEntry(entries[0].entry);
}

async function forgetShard(store: Store, stream: number, { index }: KinesisShard): Promise<void> {
  await store.commit({
    lanes: [catalogLane],
    reads: [],
    decide: () => ({ deletes: [kinesisShardKey(stream, index)], result: undefined }),
  });
}
