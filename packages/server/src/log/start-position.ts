// Where reading of a shard begins.

import { InvalidInput } from '../model/invalid-input.ts';
import { positionBefore, trimmedUpTo } from '../model/shard.ts';
import type { ShardDefinition } from '../model/stream.ts';
import { Refused } from '../write/refusal.ts';
import type { IteratorPosition } from './stream-log.ts';

/**
 * The position behind which an iterator begins to read; the shard's lane has reached `head`. Throws InvalidInput for
 * a sequence number outside of the shard, and Refused (trimmed).
 */
export function startPosition(
  shard: ShardDefinition,
  head: number,
  asked: IteratorPosition,
): number {
  switch (asked.type) {
    case 'TRIM_HORIZON':
      return trimmedUpTo(shard);
    case 'LATEST':
      return shard.end ?? head;
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const { type, sequenceNumber } = asked;
      const kind = type === 'AT_SEQUENCE_NUMBER' ? 'at' : 'after';
      const position = positionBefore(shard, head, { sequenceNumber, kind });
      if (position === undefined) {
        const problem = `Invalid SequenceNumber: ${sequenceNumber} is not in the range of shard ${shard.id}`;
        throw new InvalidInput('rule', problem);
      }
      if (position < trimmedUpTo(shard)) throw new Refused({ kind: 'trimmed' });
      return position;
    }
  }
}
