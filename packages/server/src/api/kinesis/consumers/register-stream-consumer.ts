// RegisterStreamConsumer.

import type { RegisterStreamConsumerCommandInput } from '@aws-sdk/client-kinesis';
import { registerConsumer } from '../../../kinesis/streams/consumers.ts';
import type { Checked } from '../../operation.ts';
import { required, structure } from '../../validation/shape.ts';
import { consumerDescription } from '../consumer-description.ts';
import { requiredStream } from '../consumer-reference.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { consumerName, tagMap } from '../shapes.ts';
import { streamOfArn } from '../stream-reference.ts';

export const registerStreamConsumer = defineKinesisOperation<
  Checked<RegisterStreamConsumerCommandInput, 'StreamARN' | 'ConsumerName'>
>({
  name: 'RegisterStreamConsumer',
  input: structure('RegisterStreamConsumerInput', {
    ...requiredStream,
    ConsumerName: required(consumerName),
    Tags: tagMap,
  }),
  async run(context, input) {
    const stream = streamOfArn(context.scope, input.StreamARN);
    const { ConsumerName: name, Tags = {} } = input;
    const tags = Object.entries(Tags);
    const consumer = await registerConsumer(context.kinesis, stream, { name, tags });
    return { Consumer: consumerDescription(context, stream, consumer) };
  },
});
