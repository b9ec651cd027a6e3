// MISTAKE: shards are sorted by id, and a single cursor remembers the greatest one that was finished. Shards do not
// end in the order of their ids: one that is older goes on behind the cursor, where nobody looks any more.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { describeShards, iteratorAt, readPage } from './stream-calls.ts';

export function greatestShardId(options: ConsumerOptions): Consumer {
  const iterators = new Map<string, string>();
  let lastFinished: string | undefined;
  return {
    async poll() {
      for (const { id } of await describeShards(options, lastFinished)) {
        if ((await read(id)) === 'ended') lastFinished = id;
      }
    },
  };

  async function read(shard: string): Promise<'ended' | 'later'> {
    let iterator = iterators.get(shard) ?? (await iteratorAt(options, shard, 'TRIM_HORIZON'));
    for (;;) {
      const { records, next } = await readPage(options, iterator);
      for (const record of records) await options.onRecord(record);
      if (next === undefined) return 'ended';
      iterator = next;
      iterators.set(shard, next);
      if (records.length === 0) return 'later';
    }
  }
}
