// PutRecords.

import type { PutRecordsCommandInput, PutRecordsRequestEntry } from '@aws-sdk/client-kinesis';
import { utf8Length } from '../../../base/bytes.ts';
import { type NewRecord, putRecords as put } from '../../../kinesis/records/put-records.ts';
import type { Checked } from '../../operation.ts';
import { blob, list, required, structure } from '../../validation/shape.ts';
import { invalidArgument, recordError } from '../kinesis-errors.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { newRecord } from '../record-shapes.ts';
import { hashKey, partitionKey, streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

/** With partition keys (PutRecords: 10 MiB). */
const maxRequestBytes = 10 * 1024 * 1024;

interface Input extends PutRecordsCommandInput {
  readonly Records: Checked<PutRecordsRequestEntry, 'Data' | 'PartitionKey'>[];
}

export const putRecords = defineKinesisOperation<Input>({
  name: 'PutRecords',
  input: structure('PutRecordsInput', {
    Records: required(
      list(
        structure('PutRecordsRequestEntry', {
          PartitionKey: required(partitionKey),
          ExplicitHashKey: hashKey,
          Data: required(blob()),
        }),
        { min: 1, max: 500 },
      ),
    ),
    ...streamMembers,
  }),
  async run({ kinesis, scope }, input) {
    const records = input.Records.map(newRecord);
    // The text is AWS's of the time when the limit was 5 MB.
    if (sizeOf(records) > maxRequestBytes) {
      throw invalidArgument('Records size exceeds 10 MB limit');
    }
    const { results, encrypted } = await put(kinesis, streamOf(scope, input), records);
    return {
      FailedRecordCount: results.filter((result) => 'kind' in result).length,
      Records: results.map((result) =>
        'kind' in result
          ? recordError(result, scope)
          : { ShardId: result.shardId, SequenceNumber: result.sequenceNumber },
      ),
      ...(encrypted ? { EncryptionType: 'KMS' } : {}),
    };
  },
});

function sizeOf(records: readonly NewRecord[]): number {
  return records.reduce(
    (sum, { partitionKey: key, data }) => sum + utf8Length(key) + data.length,
    0,
  );
}
