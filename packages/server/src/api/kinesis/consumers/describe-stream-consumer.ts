// DescribeStreamConsumer.

import type { DescribeStreamConsumerCommandInput } from '@aws-sdk/client-kinesis';
import { kinesisStreamArn } from '../../../kinesis/stream.ts';
import { structure } from '../../validation/shape.ts';
import { consumerDescription } from '../consumer-description.ts';
import { consumerMembers, consumerOf } from '../consumer-reference.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';

export const describeStreamConsumer = defineKinesisOperation<DescribeStreamConsumerCommandInput>({
  name: 'DescribeStreamConsumer',
  input: structure('DescribeStreamConsumerInput', consumerMembers),
  async run(context, input) {
    const { stream, consumer } = await consumerOf(context, input);
    return {
      ConsumerDescription: {
        ...consumerDescription(context, stream, consumer),
        StreamARN: kinesisStreamArn(stream),
      },
    };
  },
});
