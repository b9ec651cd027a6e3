// ListStreams.

import type { ListStreamsCommandInput } from '@aws-sdk/client-kinesis';
import { listStreams as list } from '../../../kinesis/streams/stream-catalog.ts';
import { structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { parseToken, printToken } from '../page-token.ts';
import { pageLimit, pageToken, streamName } from '../shapes.ts';
import { streamSummary } from '../stream-description.ts';

/** Streams of a page that asks for no number (ListStreams). */
const usualLimit = 100;

interface Page {
  readonly after: string;
}

export const listStreams = defineKinesisOperation<ListStreamsCommandInput>({
  name: 'ListStreams',
  input: structure('ListStreamsInput', {
    Limit: pageLimit,
    ExclusiveStartStreamName: streamName,
    NextToken: pageToken,
  }),
  async run({ kinesis, scope }, input) {
    const { Limit: limit = usualLimit, NextToken: token } = input;
    const after =
      token === undefined
        ? input.ExclusiveStartStreamName
        : parseToken<Page>(kinesis, 'ListStreams', token).after;
    const { streams, more } = await list(kinesis, scope, {
      limit,
      ...(after === undefined ? {} : { after }),
    });
    const last = streams.at(-1)?.stream.name;
    return {
      StreamNames: streams.map(({ stream }) => stream.name),
      StreamSummaries: streams.map(streamSummary),
      HasMoreStreams: more,
      ...(more && last !== undefined
        ? { NextToken: printToken<Page>(kinesis, 'ListStreams', { after: last }) }
        : {}),
    };
  },
});
