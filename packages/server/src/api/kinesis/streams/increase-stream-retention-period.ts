// IncreaseStreamRetentionPeriod.

import type { IncreaseStreamRetentionPeriodCommandInput } from '@aws-sdk/client-kinesis';
import { changeRetention } from '../../../kinesis/streams/change-stream.ts';
import type { Checked } from '../../operation.ts';
import { integer, required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

export const increaseStreamRetentionPeriod = defineKinesisOperation<
  Checked<IncreaseStreamRetentionPeriodCommandInput, 'RetentionPeriodHours'>
>({
  name: 'IncreaseStreamRetentionPeriod',
  input: structure('IncreaseStreamRetentionPeriodInput', {
    RetentionPeriodHours: required(integer()),
    ...streamMembers,
  }),
  async run({ kinesis, scope }, input) {
    const { RetentionPeriodHours: hours } = input;
    await changeRetention(kinesis, streamOf(scope, input), { hours, direction: 'longer' });
    return undefined;
  },
});
