// MISTAKE: one call of DescribeStream. Its page has at most 100 shards, the oldest ones: the stream of a busy
// table has more, and then new shards are never on it.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { describePage, iteratorAt, readPage } from './stream-calls.ts';

export function firstPageOfShards(options: ConsumerOptions): Consumer {
  const iterators = new Map<string, string | undefined>();
  return {
    async poll() {
      const { shards } = await describePage(options);
      for (const { id } of shards) {
        if (!iterators.has(id)) iterators.set(id, await iteratorAt(options, id, 'TRIM_HORIZON'));
        await read(id);
      }
    },
  };

  async function read(shard: string): Promise<void> {
    for (let at = iterators.get(shard); at !== undefined;) {
      const { records, next } = await readPage(options, at);
      for (const record of records) await options.onRecord(record);
      iterators.set(shard, next);
      at = records.length === 0 ? undefined : next;
    }
  }
}
