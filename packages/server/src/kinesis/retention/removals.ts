// Removes what deleted streams left, in bounded steps. What is still to be removed is recorded with the deletion,
// so a restart goes on with it.

import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord } from '../../model/catalog-json.ts';
import {
  kinesisConsumersRange,
  kinesisRemovalKey,
  kinesisRemovalsRange,
  kinesisShardsRange,
  kinesisStreamKey,
} from '../../model/kinesis-keys.ts';
import type { KeyRange } from '../../model/storage-keys.ts';
import { readAll } from '../../store/read-all.ts';
import type { Decision, Key, Snapshot, Store } from '../../store/store.ts';
import { laneOf } from '../shard.ts';
import type { KinesisStream } from '../stream.ts';
import type { StreamRemoval } from '../streams/delete-stream.ts';
import { trimLane } from './shard-retention.ts';

const step = 256;

/** Resolves with the time at which the next stream's deletion has taken its time; Infinity for none. */
export async function removeDeletedStreams(
  store: Store,
  { now, stopped }: { readonly now: number; readonly stopped: () => boolean },
): Promise<number> {
  let next = Infinity;
  for await (const [, value] of readAll(store, kinesisRemovalsRange())) {
    const removal = decodeRecord<StreamRemoval>(value);
    if (removal.since > now) next = Math.min(next, removal.since);
    else await removeStream(store, removal, stopped);
    if (stopped()) break;
  }
  return next;
}

async function removeStream(
  store: Store,
  removal: StreamRemoval,
  stopped: () => boolean,
): Promise<void> {
  const { number, shardCount } = removal;
  for (let index = 0; index < shardCount; index += 1) {
    await trimLane(store, laneOf(number, index), Number.MAX_SAFE_INTEGER, stopped);
    if (stopped()) return;
  }
  await removeRange(store, kinesisShardsRange(number));
  await removeRange(store, kinesisConsumersRange(number));
  const key = kinesisStreamKey(removal);
  await store.commit({
    lanes: [catalogLane],
    reads: [key],
    decide({ values: [bytes] }: Snapshot): Decision<undefined> {
      const isThere = bytes !== undefined && decodeRecord<KinesisStream>(bytes).number === number;
      const deletes = [kinesisRemovalKey(number), ...(isThere ? [key] : [])];
      return { deletes, result: undefined };
    },
  });
}

async function removeRange(store: Store, range: KeyRange): Promise<void> {
  let keys: Key[] = [];
  for await (const [key] of readAll(store, range)) {
    keys.push(key);
    if (keys.length === step) {
      await remove(store, keys);
      keys = [];
    }
  }
  if (keys.length > 0) await remove(store, keys);
}

async function remove(store: Store, deletes: readonly Key[]): Promise<void> {
  await store.commit({
    lanes: [catalogLane],
    reads: [],
    decide: () => ({ deletes, result: undefined }),
  });
}
