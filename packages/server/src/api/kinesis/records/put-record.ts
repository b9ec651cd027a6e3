// PutRecord.

import type { PutRecordCommandInput } from '@aws-sdk/client-kinesis';
import { putRecord as put } from '../../../kinesis/records/put-records.ts';
import type { Checked } from '../../operation.ts';
import { blob, required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { hashKey, partitionKey, sequenceNumber, streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';
import { newRecord } from '../record-shapes.ts';

export const putRecord = defineKinesisOperation<
  Checked<PutRecordCommandInput, 'Data' | 'PartitionKey'>
>({
  name: 'PutRecord',
  input: structure('PutRecordInput', {
    SequenceNumberForOrdering: sequenceNumber,
    PartitionKey: required(partitionKey),
    ExplicitHashKey: hashKey,
    Data: required(blob()),
    ...streamMembers,
  }),
  async run({ kinesis, scope }, input) {
    const { SequenceNumberForOrdering: orderingNumber } = input;
    const done = await put(kinesis, streamOf(scope, input), {
      ...newRecord(input),
      ...(orderingNumber === undefined ? {} : { orderingNumber }),
    });
    return {
      ShardId: done.shardId,
      SequenceNumber: done.sequenceNumber,
      ...(done.encrypted ? { EncryptionType: 'KMS' } : {}),
    };
  },
});
