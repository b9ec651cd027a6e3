// GetShardIterator.

import type { GetShardIteratorCommandInput } from '@aws-sdk/client-dynamodb-streams';
import type { IteratorPosition } from '../../log/stream-log.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { enumeration, required, string, structure, type Pattern } from '../validation/shape.ts';
import { shardId, streamArn } from './shapes.ts';

const digits: Pattern = { text: '[0-9]+', matches: (text) => /^\d+$/.test(text) };

export const getShardIterator = defineOperation<
  Checked<GetShardIteratorCommandInput, 'StreamArn' | 'ShardId' | 'ShardIteratorType'>
>({
  name: 'GetShardIterator',
  style: { plane: 'tables', prefixed: false },
  input: structure('GetShardIteratorInput', {
    StreamArn: required(streamArn),
    ShardId: required(shardId),
    ShardIteratorType: required(
      enumeration(['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']),
    ),
    SequenceNumber: string({ min: 21, max: 40, pattern: digits }),
  }),
  check(input) {
    positionOf(input);
  },
  async run({ scope, streams }, input) {
    const iterator = await streams.shardIterator(scope, {
      arn: input.StreamArn,
      shard: input.ShardId,
      position: positionOf(input),
    });
    return { value: { ShardIterator: iterator } };
  },
});

/** AWS's texts for the two conflicts are not recorded. */
function positionOf(
  input: Checked<GetShardIteratorCommandInput, 'ShardIteratorType'>,
): IteratorPosition {
  const { ShardIteratorType: type, SequenceNumber: sequenceNumber } = input;
  switch (type) {
    case 'TRIM_HORIZON':
    case 'LATEST':
      if (sequenceNumber === undefined) return { type };
      throw new InvalidInput(
        'rule',
        `One or more parameter values were invalid: SequenceNumber must not be specified when ShardIteratorType is ${type}`,
      );
    default:
      if (sequenceNumber !== undefined) return { type, sequenceNumber };
      throw new InvalidInput(
        'rule',
        `One or more parameter values were invalid: SequenceNumber must be specified when ShardIteratorType is ${type}`,
      );
  }
}
