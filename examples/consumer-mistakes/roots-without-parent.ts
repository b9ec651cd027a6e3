// MISTAKE: the walk begins at the shards without a ParentShardId and goes from parents to children. A day after the
// stream was enabled there is no such shard: the parents are trimmed, and their children name them still.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { describeShards, iteratorAt, type ListedShard, readPage } from './stream-calls.ts';

export function rootsWithoutParent(options: ConsumerOptions): Consumer {
  const iterators = new Map<string, string>();
  const finished = new Set<string>();
  return {
    async poll() {
      const shards = await describeShards(options);
      await walk(shards, undefined);
    },
  };

  async function walk(shards: readonly ListedShard[], parent: string | undefined): Promise<void> {
    for (const { id } of shards.filter((shard) => shard.parent === parent)) {
      if (!finished.has(id)) await read(id);
      if (finished.has(id)) await walk(shards, id);
    }
  }

  async function read(shard: string): Promise<void> {
    let iterator = iterators.get(shard) ?? (await iteratorAt(options, shard, 'TRIM_HORIZON'));
    for (;;) {
      const { records, next } = await readPage(options, iterator);
      for (const record of records) await options.onRecord(record);
      if (next === undefined) {
        finished.add(shard);
        return;
      }
      iterator = next;
      iterators.set(shard, next);
      if (records.length === 0) return;
    }
  }
}
