// UpdateShardCount.

import type { UpdateShardCountCommandInput } from '@aws-sdk/client-kinesis';
import { resizeStream } from '../../../kinesis/shards/resize-stream.ts';
import { kinesisStreamArn } from '../../../kinesis/stream.ts';
import type { Checked } from '../../operation.ts';
import { enumeration, integer, required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

export const updateShardCount = defineKinesisOperation<
  Checked<UpdateShardCountCommandInput, 'TargetShardCount'>
>({
  name: 'UpdateShardCount',
  input: structure('UpdateShardCountInput', {
    ScalingType: required(enumeration(['UNIFORM_SCALING'])),
    ...streamMembers,
    TargetShardCount: required(integer({ min: 1 })),
  }),
  async run({ kinesis, scope }, input) {
    const stream = streamOf(scope, input);
    const { TargetShardCount: target } = input;
    const current = await resizeStream(kinesis, stream, target);
    return {
      StreamName: stream.name,
      StreamARN: kinesisStreamArn(stream),
      CurrentShardCount: current,
      TargetShardCount: target,
    };
  },
});
