// ListStreams.

import type { ListStreamsCommandInput } from '@aws-sdk/client-dynamodb-streams';
import { streamArn as arnOf } from '../../model/stream.ts';
import { defineOperation } from '../operation.ts';
import { string, structure } from '../validation/shape.ts';
import { namePattern } from '../validation/table-name.ts';
import { MAX_PAGE, pageLimit, streamArn } from './shapes.ts';

export const listStreams = defineOperation<ListStreamsCommandInput>({
  name: 'ListStreams',
  style: { plane: 'tables', prefixed: false },
  input: structure('ListStreamsInput', {
    TableName: string({ min: 3, max: 255, pattern: namePattern }),
    Limit: pageLimit(MAX_PAGE),
    ExclusiveStartStreamArn: streamArn,
  }),
  async run({ scope, streams }, input) {
    const page = await streams.listStreams(scope, {
      limit: input.Limit ?? MAX_PAGE,
      ...(input.TableName === undefined ? {} : { table: input.TableName }),
      ...(input.ExclusiveStartStreamArn === undefined
        ? {}
        : { afterArn: input.ExclusiveStartStreamArn }),
    });
    const listed = page.streams.map((stream) => ({
      StreamArn: arnOf(stream),
      TableName: stream.table,
      StreamLabel: stream.label,
    }));
    return {
      value: {
        Streams: listed,
        ...(page.more ? { LastEvaluatedStreamArn: listed.at(-1)?.StreamArn } : {}),
      },
    };
  },
});
