// DecreaseStreamRetentionPeriod.

import type { DecreaseStreamRetentionPeriodCommandInput } from '@aws-sdk/client-kinesis';
import { changeRetention } from '../../../kinesis/streams/change-stream.ts';
import type { Checked } from '../../operation.ts';
import { integer, required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

export const decreaseStreamRetentionPeriod = defineKinesisOperation<
  Checked<DecreaseStreamRetentionPeriodCommandInput, 'RetentionPeriodHours'>
>({
  name: 'DecreaseStreamRetentionPeriod',
  input: structure('DecreaseStreamRetentionPeriodInput', {
    RetentionPeriodHours: required(integer()),
    ...streamMembers,
  }),
  async run({ kinesis, scope }, input) {
    const { RetentionPeriodHours: hours } = input;
    await changeRetention(kinesis, streamOf(scope, input), { hours, direction: 'shorter' });
    return undefined;
  },
});
