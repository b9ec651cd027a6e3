// MISTAKE: a page without records is taken for the end of the shard. Only a missing NextShardIterator is its end; an
// empty page says that there is nothing right now.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { describeShards, iteratorAt, readPage } from './stream-calls.ts';

export function emptyPageIsTheEnd(options: ConsumerOptions): Consumer {
  const finished = new Set<string>();
  return {
    async poll() {
      const shards = await describeShards(options);
      for (const { id } of shards.filter((shard) => !finished.has(shard.id))) {
        await read(id);
        finished.add(id);
      }
    },
  };

  async function read(shard: string): Promise<void> {
    let iterator: string | undefined = await iteratorAt(options, shard, 'TRIM_HORIZON');
    while (iterator !== undefined) {
      const { records, next } = await readPage(options, iterator);
      if (records.length === 0) return;
      for (const record of records) await options.onRecord(record);
      iterator = next;
    }
  }
}
