// Waits until something may be read from a shard.

import { laneGrowth } from '../../log/lane-growth.ts';
import type { Kinesis } from '../kinesis.ts';
import { laneOf } from '../shard.ts';
import type { KinesisStream } from '../stream.ts';
import { shardById } from './shard-iterator.ts';

/**
 * Resolves as soon as a read behind the position would not find an empty page of an open shard: there is a record, or
 * the shard has ended, or gone. Resolves at the signal, too.
 */
export async function awaitRecords(
  kinesis: Kinesis,
  stream: KinesisStream,
  place: { readonly shard: number; readonly position: number; readonly signal: AbortSignal },
): Promise<void> {
  const { shard: index, position, signal } = place;
  const lane = laneOf(stream.number, index);
  for (const growth of laneGrowth(kinesis.store, { lane, signal })) {
    // Whatever comes behind this look rings.
    if (signal.aborted) return;
    const shard = await shardById(kinesis, stream, index);
    if (shard === undefined || shard.closed !== undefined) return;
    const { head } = await kinesis.store.readLog(lane, position, { count: 1, bytes: 1 });
    if (head > position) return;
    await growth;
  }
}
