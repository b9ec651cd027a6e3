// SplitShard.

import { neighbour, parseHashKey, printHashKey } from '../hash-key.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { shardId } from '../shard.ts';
import type { StreamName } from '../stream.ts';
import { accountUsage, requireShards } from '../streams/quotas.ts';
import { openShard } from './open-shard.ts';
import { reshard } from './reshard.ts';

/** `at` is in decimal: where the second of the two begins. @throws KinesisRefused */
export async function splitShard(
  kinesis: Kinesis,
  name: StreamName,
  { shard: id, at }: { readonly shard: string; readonly at: string },
): Promise<void> {
  await reshard(kinesis, name, async (stream, open) => {
    const shard = await openShard(kinesis, stream, { open, id, operation: 'SplitShard' });
    requireShards((await accountUsage(kinesis, name)).openShards, 1);
    const key = parseHashKey(at);
    // It has to be more than one behind the start (observed on AWS, Kinesalite's tests).
    const least = neighbour(shard.from, 1);
    if (key === undefined || least === undefined || key <= least || key >= shard.to) {
      throw new KinesisRefused({
        kind: 'bad-split',
        stream: stream.name,
        shard: shardId(shard.index),
        key: at,
        from: printHashKey(shard.from),
        to: printHashKey(shard.to),
      });
    }
    return { closing: [shard], apply: (life) => void life.split(shard, key) };
  });
}
