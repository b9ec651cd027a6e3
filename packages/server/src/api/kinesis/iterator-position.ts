// Where reading begins, as requests say it.

import type { IteratorPosition } from '../../kinesis/records/shard-iterator.ts';
import { invalidArgument } from './kinesis-errors.ts';
import { millisecondsOf } from './timestamps.ts';

interface Asked {
  readonly type: IteratorPosition['type'];
  readonly sequenceNumber: string | undefined;
  readonly timestamp: Date | undefined;
}

const RULE =
  'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber.';

/** Texts observed on AWS (Kinesalite's tests). */
export function iteratorPosition({ type, sequenceNumber, timestamp }: Asked): IteratorPosition {
  switch (type) {
    case 'TRIM_HORIZON':
    case 'LATEST':
      if (sequenceNumber === undefined) return { type };
      throw invalidArgument(`${RULE} Request specified ${type} and also a StartingSequenceNumber.`);
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      if (sequenceNumber !== undefined) return { type, sequenceNumber };
      throw invalidArgument(`${RULE} Request specified ${type} and no StartingSequenceNumber.`);
    case 'AT_TIMESTAMP':
      if (timestamp !== undefined) return { type, time: millisecondsOf(timestamp) };
      throw invalidArgument(
        'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
      );
  }
}
