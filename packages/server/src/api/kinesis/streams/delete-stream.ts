// DeleteStream.

import type { DeleteStreamCommandInput } from '@aws-sdk/client-kinesis';
import { deleteStream as remove } from '../../../kinesis/streams/delete-stream.ts';
import { boolean, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

export const deleteStream = defineKinesisOperation<DeleteStreamCommandInput>({
  name: 'DeleteStream',
  input: structure('DeleteStreamInput', { ...streamMembers, EnforceConsumerDeletion: boolean() }),
  async run({ kinesis, scope }, input) {
    const withConsumers = input.EnforceConsumerDeletion ?? false;
    await remove(kinesis, streamOf(scope, input), { withConsumers });
    return undefined;
  },
});
