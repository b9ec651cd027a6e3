// GetShardIterator.

import type { GetShardIteratorCommandInput } from '@aws-sdk/client-kinesis';
import { shardIterator } from '../../../kinesis/records/shard-iterator.ts';
import type { Checked } from '../../operation.ts';
import { required, structure, timestamp } from '../../validation/shape.ts';
import { iteratorPosition } from '../iterator-position.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { iteratorType, sequenceNumber, shardId, streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

export const getShardIterator = defineKinesisOperation<
  Checked<GetShardIteratorCommandInput, 'ShardId' | 'ShardIteratorType'>
>({
  name: 'GetShardIterator',
  input: structure('GetShardIteratorInput', {
    ShardId: required(shardId),
    ShardIteratorType: required(iteratorType),
    StartingSequenceNumber: sequenceNumber,
    Timestamp: timestamp(),
    ...streamMembers,
  }),
  async run({ kinesis, scope }, input) {
    const position = iteratorPosition({
      type: input.ShardIteratorType,
      sequenceNumber: input.StartingSequenceNumber,
      timestamp: input.Timestamp,
    });
    const iterator = await shardIterator(kinesis, streamOf(scope, input), {
      shard: input.ShardId,
      position,
    });
    return { ShardIterator: iterator };
  },
});
