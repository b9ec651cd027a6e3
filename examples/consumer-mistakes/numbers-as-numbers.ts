// MISTAKE: what was handled is remembered by sequence number, as a JavaScript number. These have 21 digits and more, of
// which a number holds 15 to 17: records of different shards become equal, and the second is dropped as a duplicate.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { followLineage } from './follow-lineage.ts';
import { sequenceNumberOf } from './stream-calls.ts';

export function numbersAsNumbers(options: ConsumerOptions): Consumer {
  const handled = new Set<number>();
  return followLineage({
    ...options,
    async onRecord(record) {
      const number = Number(sequenceNumberOf(record));
      if (handled.has(number)) return;
      handled.add(number);
      await options.onRecord(record);
    },
  });
}
