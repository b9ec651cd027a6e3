// UpdateMaxRecordSize.

import type { UpdateMaxRecordSizeCommandInput } from '@aws-sdk/client-kinesis';
import { changeRecordSize } from '../../../kinesis/streams/change-stream.ts';
import type { Checked } from '../../operation.ts';
import { required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { recordSize, streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

export const updateMaxRecordSize = defineKinesisOperation<
  Checked<UpdateMaxRecordSizeCommandInput, 'MaxRecordSizeInKiB'>
>({
  name: 'UpdateMaxRecordSize',
  input: structure('UpdateMaxRecordSizeInput', {
    ...streamMembers,
    MaxRecordSizeInKiB: required(recordSize),
  }),
  async run({ kinesis, scope }, input) {
    await changeRecordSize(kinesis, streamOf(scope, input), input.MaxRecordSizeInKiB);
    return undefined;
  },
});
