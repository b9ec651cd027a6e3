// MISTAKE: one greatest sequence number for the whole stream, and what is not greater was "handled already". Numbers grow
// within a shard and from parent to child; those of two shards say nothing about each other.

import type { Consumer, ConsumerOptions } from './consumer.ts';
import { followLineage } from './follow-lineage.ts';
import { sequenceNumberOf } from './stream-calls.ts';

export function greatestSequenceNumber(options: ConsumerOptions): Consumer {
  let greatest = 0n;
  return followLineage({
    ...options,
    async onRecord(record) {
      const number = BigInt(sequenceNumberOf(record));
      if (number <= greatest) return;
      await options.onRecord(record);
      greatest = number;
    },
  });
}
