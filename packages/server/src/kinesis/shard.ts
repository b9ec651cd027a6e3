// A shard as the catalog stores it: a range of hash keys, with a lane of its own in the store's log. A shard
// that is split or merged closes, and nothing is appended to its lane any more.

import type { HashRange } from './hash-key.ts';
import { endPosition, printSequenceNumber } from './sequence-number.ts';

export interface KinesisShard extends HashRange {
  /** The number in its id, from 0; never used twice in a stream. */
  readonly index: number;
  /** Of the shards that it came from: none, one that was split, or two that were merged. */
  readonly parents: readonly number[];
  /** Epoch milliseconds. */
  readonly openedAt: number;
  /** What its sequence numbers begin with, in seconds: greater than its parents'. */
  readonly since: number;
  readonly closed?: {
    /** Epoch milliseconds. */
    readonly at: number;
    /** The position of its last record; 0 when it had none. */
    readonly end: number;
  };
}

export function shardId(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`;
}

/** AWS takes the number with any padding, and without what stands before it (observed, Kinesalite). */
export function parseShardId(id: string): number | undefined {
  const digits = id.startsWith('shardId-') ? id.slice('shardId-'.length) : id;
  if (!/^\d{1,12}$/.test(digits)) return undefined;
  const index = Number(digits);
  return index < 2 ** 31 ? index : undefined;
}

export function laneOf(stream: number, index: number): string {
  return `k${stream}/${index}`;
}

/** The sequence number of the record at a position; `time` is when it arrived, in epoch milliseconds. */
export function recordNumber(
  { index, since }: KinesisShard,
  position: number,
  time: number,
): string {
  return printSequenceNumber({ since, position, time: Math.floor(time / 1000), shard: index });
}

export function startingNumber(shard: KinesisShard): string {
  return recordNumber(shard, 0, shard.since * 1000);
}

/** Undefined while the shard is open. */
export function endingNumber(shard: KinesisShard): string | undefined {
  return shard.closed === undefined ? undefined : recordNumber(shard, endPosition, shard.closed.at);
}
