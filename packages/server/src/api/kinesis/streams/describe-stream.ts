// DescribeStream.

import type { DescribeStreamCommandInput } from '@aws-sdk/client-kinesis';
import { parseShardId } from '../../../kinesis/shard.ts';
import { listShards } from '../../../kinesis/shards/list-shards.ts';
import { describeStream as describe } from '../../../kinesis/streams/stream-catalog.ts';
import { structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { shardDescription } from '../shard-description.ts';
import { pageLimit, shardId, streamMembers } from '../shapes.ts';
import { streamProperties } from '../stream-description.ts';
import { streamOf } from '../stream-reference.ts';

/** Shards of a page that asks for no number (DescribeStream). */
const usualLimit = 100;

export const describeStream = defineKinesisOperation<DescribeStreamCommandInput>({
  name: 'DescribeStream',
  input: structure('DescribeStreamInput', {
    Limit: pageLimit,
    ExclusiveStartShardId: shardId,
    ...streamMembers,
  }),
  async run({ kinesis, scope }, input) {
    const view = await describe(kinesis, streamOf(scope, input));
    const { ExclusiveStartShardId: start, Limit: limit = usualLimit } = input;
    const after = start === undefined ? undefined : parseShardId(start);
    const { shards, more } = await listShards(kinesis, view.stream, {
      limit,
      ...(after === undefined ? {} : { after }),
    });
    return {
      StreamDescription: {
        ...streamProperties(view),
        KeyId: view.stream.keyId ?? null,
        Shards: shards.map(shardDescription),
        HasMoreShards: more,
      },
    };
  },
});
