// The operations of DynamoDB Streams.

import { coralErrors } from '../aws-json/coral-errors.ts';
import type { Service } from '../operation.ts';
import { describeStream } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listStreams } from './list-streams.ts';

export const streamsService: Service = {
  targetPrefix: 'DynamoDBStreams_20120810',
  signingName: 'dynamodb',
  errors: coralErrors,
  operations: [describeStream, getRecords, getShardIterator, listStreams],
};
