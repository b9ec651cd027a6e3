// MergeShards.

import { neighbour } from '../hash-key.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { shardId } from '../shard.ts';
import type { StreamName } from '../stream.ts';
import { openShard } from './open-shard.ts';
import { reshard } from './reshard.ts';

/** The two may be given in either order; the first is the child's parent. @throws KinesisRefused */
export async function mergeShards(
  kinesis: Kinesis,
  name: StreamName,
  { shard: id, adjacent }: { readonly shard: string; readonly adjacent: string },
): Promise<void> {
  await reshard(kinesis, name, async (stream, open) => {
    const shard = await openShard(kinesis, stream, { open, id, operation: 'MergeShards' });
    const other = await openShard(kinesis, stream, {
      open,
      id: adjacent,
      operation: 'MergeShards',
    });
    const [lower, upper] = shard.from < other.from ? [shard, other] : [other, shard];
    if (neighbour(lower.to, 1) !== upper.from) {
      throw new KinesisRefused({
        kind: 'not-adjacent',
        stream: stream.name,
        shard: shardId(shard.index),
        other: shardId(other.index),
      });
    }
    return {
      closing: [shard, other],
      apply: (life) => void life.merge(lower, upper, [shard, other]),
    };
  });
}
