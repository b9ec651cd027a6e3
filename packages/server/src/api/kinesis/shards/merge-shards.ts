// MergeShards.

import type { MergeShardsCommandInput } from '@aws-sdk/client-kinesis';
import { mergeShards as merge } from '../../../kinesis/shards/merge-shards.ts';
import type { Checked } from '../../operation.ts';
import { required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { shardId, streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

export const mergeShards = defineKinesisOperation<
  Checked<MergeShardsCommandInput, 'ShardToMerge' | 'AdjacentShardToMerge'>
>({
  name: 'MergeShards',
  input: structure('MergeShardsInput', {
    ...streamMembers,
    AdjacentShardToMerge: required(shardId),
    ShardToMerge: required(shardId),
  }),
  async run({ kinesis, scope }, input) {
    const { ShardToMerge: shard, AdjacentShardToMerge: adjacent } = input;
    await merge(kinesis, streamOf(scope, input), { shard, adjacent });
    return undefined;
  },
});
