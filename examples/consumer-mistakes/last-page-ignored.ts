// MISTAKE: no NextShardIterator is taken for "nothing there". It is absent already of the page with the last
// records of a closed shard.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { describeShards, iteratorAt, readPage } from './stream-calls.ts';

export function lastPageIgnored(options: ConsumerOptions): Consumer {
  const iterators = new Map<string, string>();
  const finished = new Set<string>();
  return {
    async poll() {
      for (const { id } of await describeShards(options)) if (!finished.has(id)) await read(id);
    },
  };

  async function read(shard: string): Promise<void> {
    let iterator = iterators.get(shard) ?? (await iteratorAt(options, shard, 'TRIM_HORIZON'));
    for (;;) {
      const { records, next } = await readPage(options, iterator);
      if (next === undefined) {
        finished.add(shard);
        return;
      }
      for (const record of records) await options.onRecord(record);
      iterator = next;
      iterators.set(shard, next);
      if (records.length === 0) return;
    }
  }
}
