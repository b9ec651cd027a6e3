// Which shards a listing shows: all, those behind one, or those that were open at a time or since.

import type { Kinesis } from '../kinesis.ts';
import type { KinesisShard } from '../shard.ts';
import { type KinesisStream, retentionMsOf, statusAt } from '../stream.ts';
import { shardsOf } from './shard-routes.ts';

/** `AT` is the shards that were open then, `FROM` also those that have opened since. */
export type ShardFilter =
  | { readonly type: 'AFTER_SHARD_ID'; readonly index: number }
  | { readonly type: 'AT_TRIM_HORIZON' | 'FROM_TRIM_HORIZON' | 'AT_LATEST' }
  /** Epoch milliseconds. */
  | { readonly type: 'AT_TIMESTAMP' | 'FROM_TIMESTAMP'; readonly time: number };

export interface ShardPageRequest {
  readonly filter?: ShardFilter;
  /** Only shards with a higher index than this. */
  readonly after?: number;
  readonly limit: number;
}

/** In the order of their ids. A stream that is being created has none yet. */
export async function listShards(
  kinesis: Kinesis,
  stream: KinesisStream,
  { filter, after = -1, limit }: ShardPageRequest,
): Promise<{ readonly shards: readonly KinesisShard[]; readonly more: boolean }> {
  const now = kinesis.runtime.clock.now();
  if (statusAt(stream, now) === 'CREATING') return { shards: [], more: false };
  const isShown = filter === undefined ? () => true : shown(stream, filter, now);
  const all = await shardsOf(kinesis.store, stream.number);
  const found = all.filter((shard) => shard.index > after && isShown(shard));
  return { shards: found.slice(0, limit), more: found.length > limit };
}

function shown(
  stream: KinesisStream,
  filter: ShardFilter,
  now: number,
): (shard: KinesisShard) => boolean {
  // What is older than the stream, or than its oldest record may be, is as at that time.
  const horizon = Math.max(stream.createdAt, now - retentionMsOf(stream));
  switch (filter.type) {
    case 'AFTER_SHARD_ID':
      return ({ index }) => index > filter.index;
    case 'AT_LATEST':
      return ({ closed }) => closed === undefined;
    case 'AT_TRIM_HORIZON':
      return openAt(horizon);
    case 'FROM_TRIM_HORIZON':
      return openSince(horizon);
    case 'AT_TIMESTAMP':
      return openAt(Math.max(horizon, filter.time));
    case 'FROM_TIMESTAMP':
      return openSince(Math.max(horizon, filter.time));
  }
}

function openAt(time: number): (shard: KinesisShard) => boolean {
  return ({ openedAt, closed }) => openedAt <= time && (closed === undefined || closed.at > time);
}

function openSince(time: number): (shard: KinesisShard) => boolean {
  return ({ closed }) => closed === undefined || closed.at >= time;
}

/** The shards that came from one, in the order of their ids. */
export async function childrenOf(
  { store }: Kinesis,
  { number }: KinesisStream,
  index: number,
): Promise<KinesisShard[]> {
  const all = await shardsOf(store, number);
  return all.filter(({ parents }) => parents.includes(index));
}
