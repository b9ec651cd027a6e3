// Records of requests and of answers.

import { base64Bytes } from '../../base/bytes.ts';
import type { NewRecord } from '../../kinesis/records/put-records.ts';
import type { KinesisRecord } from '../../kinesis/records/read-records.ts';
import { WireBytes, WireTime } from '../wire-values.ts';

interface RecordInput {
  readonly PartitionKey: string;
  readonly ExplicitHashKey?: string | undefined;
  /** Base64 in JSON, bytes in CBOR; the SDK's type is that of its callers. */
  readonly Data: unknown;
}

export function newRecord({ PartitionKey, ExplicitHashKey, Data }: RecordInput): NewRecord {
  return {
    partitionKey: PartitionKey,
    ...(ExplicitHashKey === undefined ? {} : { explicitHashKey: ExplicitHashKey }),
    data: typeof Data === 'string' ? base64Bytes(Data) : (Data as Uint8Array),
  };
}

export function recordDescription(record: KinesisRecord): object {
  return {
    SequenceNumber: record.sequenceNumber,
    ApproximateArrivalTimestamp: new WireTime(record.time),
    Data: new WireBytes(record.data),
    PartitionKey: record.partitionKey,
    ...(record.encrypted ? { EncryptionType: 'KMS' } : {}),
  };
}
