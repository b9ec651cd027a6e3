// DeregisterStreamConsumer.

import type { DeregisterStreamConsumerCommandInput } from '@aws-sdk/client-kinesis';
import { deregisterConsumer } from '../../../kinesis/streams/consumers.ts';
import { structure } from '../../validation/shape.ts';
import { consumerMembers, consumerOf } from '../consumer-reference.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';

export const deregisterStreamConsumer =
  defineKinesisOperation<DeregisterStreamConsumerCommandInput>({
    name: 'DeregisterStreamConsumer',
    input: structure('DeregisterStreamConsumerInput', consumerMembers),
    async run(context, input) {
      const { stream, consumer } = await consumerOf(context, input);
      await deregisterConsumer(context.kinesis, stream, consumer.name);
      return undefined;
    },
  });
