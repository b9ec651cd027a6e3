// GetRecords.

import type { GetRecordsCommandInput } from '@aws-sdk/client-dynamodb-streams';
import { JsonObjectBuilder } from '../json-body.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { required, string, structure } from '../validation/shape.ts';
import { pageLimit } from './shapes.ts';

const MAX_RECORDS = 1000;

export const getRecords = defineOperation<Checked<GetRecordsCommandInput, 'ShardIterator'>>({
  name: 'GetRecords',
  style: { plane: 'tables', prefixed: false },
  input: structure('GetRecordsInput', {
    ShardIterator: required(string({ min: 1, max: 2048 })),
    Limit: pageLimit(MAX_RECORDS),
  }),
  async run({ scope, streams, caller }, input) {
    const { records, nextIterator } = await streams.records(scope, {
      iterator: input.ShardIterator,
      limit: input.Limit ?? MAX_RECORDS,
      caller: caller(),
    });
    return new JsonObjectBuilder()
      .json('Records', records)
      .value('NextShardIterator', nextIterator)
      .body();
  },
});
