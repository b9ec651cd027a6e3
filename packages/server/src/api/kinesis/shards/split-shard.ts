// SplitShard.

import type { SplitShardCommandInput } from '@aws-sdk/client-kinesis';
import { splitShard as split } from '../../../kinesis/shards/split-shard.ts';
import type { Checked } from '../../operation.ts';
import { required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { hashKey, shardId, streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

export const splitShard = defineKinesisOperation<
  Checked<SplitShardCommandInput, 'ShardToSplit' | 'NewStartingHashKey'>
>({
  name: 'SplitShard',
  input: structure('SplitShardInput', {
    NewStartingHashKey: required(hashKey),
    ...streamMembers,
    ShardToSplit: required(shardId),
  }),
  async run({ kinesis, scope }, input) {
    const { ShardToSplit: shard, NewStartingHashKey: at } = input;
    await split(kinesis, streamOf(scope, input), { shard, at });
    return undefined;
  },
});
