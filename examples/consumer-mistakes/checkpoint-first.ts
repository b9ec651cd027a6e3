// MISTAKE: the page is noted as handled before it is. When a handler fails, or the process ends between the two, the rest
// of the page is never handled.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { noProgress, type Progress } from './follow-lineage.ts';
import { describeShards, iteratorAt, readPage, sequenceNumberOf } from './stream-calls.ts';

export function checkpointFirst(
  options: ConsumerOptions & { readonly progress?: Progress },
): Consumer {
  const { finished, handled } = options.progress ?? noProgress();
  return {
    async poll() {
      const shards = await describeShards(options);
      for (const { id } of shards.filter((shard) => !finished.has(shard.id))) await read(id);
    },
  };

  async function read(shard: string): Promise<void> {
    const after = handled.get(shard);
    const start = after === undefined ? 'TRIM_HORIZON' : { after };
    let iterator: string | undefined = await iteratorAt(options, shard, start);
    while (iterator !== undefined) {
      const { records, next } = await readPage(options, iterator);
      const last = records.at(-1);
      if (last !== undefined) handled.set(shard, sequenceNumberOf(last));
      if (next === undefined) finished.add(shard);
      for (const record of records) await options.onRecord(record);
      if (records.length === 0) return;
      iterator = next;
    }
  }
}
