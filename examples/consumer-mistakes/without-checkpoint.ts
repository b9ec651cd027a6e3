// MISTAKE: no record of what was handled outlasts the process. Whoever then starts at TRIM_HORIZON handles a day of
// changes again, and whoever starts at LATEST loses those of the meantime.

import type { Consumer, ConsumerOptions, StartConsumer } from './consumer.ts';
import { describeShards, iteratorAt, readPage } from './stream-calls.ts';

export function startingAt(start: 'TRIM_HORIZON' | 'LATEST'): StartConsumer {
  return (options) => consumerFrom(options, start);
}

function consumerFrom(options: ConsumerOptions, start: 'TRIM_HORIZON' | 'LATEST'): Consumer {
  const iterators = new Map<string, string | undefined>();
  let first: 'TRIM_HORIZON' | 'LATEST' = start;
  return {
    async poll() {
      for (const { id } of await describeShards(options)) {
        if (!iterators.has(id)) iterators.set(id, await iteratorAt(options, id, first));
        await read(id);
      }
      first = 'TRIM_HORIZON';
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
