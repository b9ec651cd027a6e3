// MISTAKE: `Shards[0]`. Emulators have one shard a table, and so has a small table on AWS for its first hours.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { describePage, iteratorAt, readPage } from './stream-calls.ts';

export function firstShardOnly(options: ConsumerOptions): Consumer {
  let iterator: string | undefined;
  let isStarted = false;
  return {
    async poll() {
      if (!isStarted) {
        const { shards } = await describePage(options);
        iterator = await iteratorAt(options, shards[0]?.id ?? '', 'TRIM_HORIZON');
        isStarted = true;
      }
      while (iterator !== undefined) {
        const { records, next } = await readPage(options, iterator);
        for (const record of records) await options.onRecord(record);
        iterator = next;
        if (records.length === 0) return;
      }
    },
  };
}
