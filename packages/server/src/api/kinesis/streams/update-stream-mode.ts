// UpdateStreamMode.

import type { StreamMode, UpdateStreamModeCommandInput } from '@aws-sdk/client-kinesis';
import { changeMode } from '../../../kinesis/streams/change-stream.ts';
import { integer, required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamArn, streamMembers, streamModeDetails } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

interface Input extends UpdateStreamModeCommandInput {
  readonly StreamModeDetails: { readonly StreamMode: StreamMode };
}

export const updateStreamMode = defineKinesisOperation<Input>({
  name: 'UpdateStreamMode',
  input: structure('UpdateStreamModeInput', {
    ...streamMembers,
    StreamARN: required(streamArn),
    StreamModeDetails: required(streamModeDetails),
    WarmThroughputMiBps: integer({ min: 0 }),
  }),
  unsupported: ['WarmThroughputMiBps'],
  async run({ kinesis, scope }, input) {
    await changeMode(kinesis, streamOf(scope, input), input.StreamModeDetails.StreamMode);
    return undefined;
  },
});
