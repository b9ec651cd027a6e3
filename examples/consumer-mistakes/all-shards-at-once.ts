// MISTAKE: every shard that is listed is read, a page of each in turn, without waiting for its parent's end. As soon
// as the parent has more than a page left, the newer changes of an item come before the older ones.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { describeShards, iteratorAt, readPage } from './stream-calls.ts';

export function allShardsAtOnce(options: ConsumerOptions): Consumer {
  const iterators = new Map<string, string | undefined>();
  return {
    async poll() {
      for (const { id } of await describeShards(options)) {
        if (!iterators.has(id)) iterators.set(id, await iteratorAt(options, id, 'TRIM_HORIZON'));
        const iterator = iterators.get(id);
        if (iterator === undefined) continue;
        const { records, next } = await readPage(options, iterator);
        for (const record of records) await options.onRecord(record);
        iterators.set(id, next);
      }
    },
  };
}
