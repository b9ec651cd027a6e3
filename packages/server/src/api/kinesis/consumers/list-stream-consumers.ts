// ListStreamConsumers.

import type { ListStreamConsumersCommandInput } from '@aws-sdk/client-kinesis';
import { listConsumers } from '../../../kinesis/streams/consumers.ts';
import type { Checked } from '../../operation.ts';
import { structure } from '../../validation/shape.ts';
import { consumerDescription } from '../consumer-description.ts';
import { requiredStream } from '../consumer-reference.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { parseToken, printToken } from '../page-token.ts';
import { creationTimestamp, pageLimit, pageToken } from '../shapes.ts';
import { streamOfArn } from '../stream-reference.ts';

/** Consumers of a page that asks for no number (ListStreamConsumers). */
const usualLimit = 100;

interface Page {
  readonly after: string;
}

export const listStreamConsumers = defineKinesisOperation<
  Checked<ListStreamConsumersCommandInput, 'StreamARN'>
>({
  name: 'ListStreamConsumers',
  input: structure('ListStreamConsumersInput', {
    ...requiredStream,
    NextToken: pageToken,
    MaxResults: pageLimit,
    StreamCreationTimestamp: creationTimestamp,
  }),
  async run(context, input) {
    const { kinesis, scope } = context;
    const stream = streamOfArn(scope, input.StreamARN);
    const { NextToken: token, MaxResults: limit = usualLimit } = input;
    const after =
      token === undefined
        ? undefined
        : parseToken<Page>(kinesis, 'ListStreamConsumers', token).after;
    const { consumers, more } = await listConsumers(kinesis, stream, {
      limit,
      ...(after === undefined ? {} : { after }),
    });
    const last = consumers.at(-1)?.name;
    return {
      Consumers: consumers.map((consumer) => consumerDescription(context, stream, consumer)),
      ...(more && last !== undefined
        ? { NextToken: printToken<Page>(kinesis, 'ListStreamConsumers', { after: last }) }
        : {}),
    };
  },
});
