// GetRecords.

import type { GetRecordsCommandInput } from '@aws-sdk/client-kinesis';
import { readRecords } from '../../../kinesis/records/read-records.ts';
import type { Checked } from '../../operation.ts';
import { required, string, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { recordDescription } from '../record-shapes.ts';
import { childDescription } from '../shard-description.ts';
import { maxPage, pageLimit, streamArn, streamId } from '../shapes.ts';

export const getRecords = defineKinesisOperation<Checked<GetRecordsCommandInput, 'ShardIterator'>>({
  name: 'GetRecords',
  input: structure('GetRecordsInput', {
    ShardIterator: required(string({ min: 1, max: 512 })),
    Limit: pageLimit,
    StreamARN: streamArn,
    StreamId: streamId,
  }),
  async run({ kinesis, scope }, input) {
    const page = await readRecords(kinesis, scope, {
      iterator: input.ShardIterator,
      limit: input.Limit ?? maxPage,
    });
    const { records, nextIterator, millisBehind, children } = page;
    return {
      Records: records.map(recordDescription),
      // The last page of a closed shard has no next one, and says which shards follow.
      ...(nextIterator === undefined ? {} : { NextShardIterator: nextIterator }),
      MillisBehindLatest: millisBehind,
      ...(nextIterator === undefined ? { ChildShards: children.map(childDescription) } : {}),
    };
  },
});
