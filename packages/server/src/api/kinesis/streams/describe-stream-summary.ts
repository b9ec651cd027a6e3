// DescribeStreamSummary.

import type { DescribeStreamSummaryCommandInput } from '@aws-sdk/client-kinesis';
import { describeStream } from '../../../kinesis/streams/stream-catalog.ts';
import { structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers } from '../shapes.ts';
import { streamProperties } from '../stream-description.ts';
import { streamOf } from '../stream-reference.ts';

export const describeStreamSummary = defineKinesisOperation<DescribeStreamSummaryCommandInput>({
  name: 'DescribeStreamSummary',
  input: structure('DescribeStreamSummaryInput', streamMembers),
  async run({ kinesis, scope }, input) {
    const view = await describeStream(kinesis, streamOf(scope, input));
    const { id, keyId, openShards, consumers, maxRecordKib } = view.stream;
    return {
      StreamDescriptionSummary: {
        ...streamProperties(view),
        StreamId: id,
        ...(keyId === undefined ? {} : { KeyId: keyId }),
        OpenShardCount: view.status === 'CREATING' ? 0 : openShards,
        ConsumerCount: consumers,
        MaxRecordSizeInKiB: maxRecordKib,
      },
    };
  },
});
