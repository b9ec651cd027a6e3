// MISTAKE: a shard that is discovered while the consumer runs is opened at LATEST, "since it is new". LATEST is
// behind what was written between the shard's opening and its discovery.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { describeShards, iteratorAt, readPage } from './stream-calls.ts';

export function childrenAtLatest(options: ConsumerOptions): Consumer {
  const iterators = new Map<string, string | undefined>();
  let start: 'TRIM_HORIZON' | 'LATEST' = 'TRIM_HORIZON';
  return {
    async poll() {
      for (const { id } of await describeShards(options)) {
        if (!iterators.has(id)) iterators.set(id, await iteratorAt(options, id, start));
        await read(id);
      }
      start = 'LATEST';
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
