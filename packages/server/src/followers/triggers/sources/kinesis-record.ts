// A record of a Kinesis stream as a function gets it (observed on AWS, LocalStack's recordings):
//
//   {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":K,"sequenceNumber":N,"data":B,
//    "approximateArrivalTimestamp":T},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"SHARD:N",
//    "eventName":"aws:kinesis:record","invokeIdentityArn":ROLE,"awsRegion":R,"eventSourceARN":A}

import { base64Text, utf8Bytes, utf8Text } from '../../../base/bytes.ts';
import type { KinesisRecord } from '../../../kinesis/records/read-records.ts';
import type { Filterable, TriggerRecord } from './trigger-source.ts';

/** What all records of a page share. */
export interface RecordOrigin {
  readonly shardId: string;
  readonly region: string;
  /** ARN of the mapping's source: a stream, or a consumer of one. */
  readonly sourceArn: string;
  /** ARN of the role that the function runs in. */
  readonly role: string;
}

export class KinesisTriggerRecord implements TriggerRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly time: number;
  readonly key: string;
  readonly raw: Uint8Array;
  readonly #data: Uint8Array;

  constructor(record: KinesisRecord, origin: RecordOrigin) {
    this.shardId = origin.shardId;
    this.sequenceNumber = record.sequenceNumber;
    this.time = record.time;
    this.key = record.partitionKey;
    this.raw = utf8Bytes(eventRecord(record, origin));
    this.#data = record.data;
  }

  /** In the event, a comma stands before it. */
  get sizeBytes(): number {
    return this.raw.length + 1;
  }

  /**
   * What patterns are matched against: the members of `kinesis` stand beside the others, and `data` is what its JSON
   * says. What is no JSON matches nothing that is said about data (Lambda developer guide).
   */
  filterable(): Filterable {
    const { kinesis, ...event } = JSON.parse(utf8Text(this.raw)) as { kinesis: { data: string } };
    const { data: _base64, ...rest } = kinesis;
    const value = { ...event, ...rest };
    try {
      return { value: { ...value, data: JSON.parse(utf8Text(this.#data)) as unknown } };
    } catch {
      return { value, unreadable: 'data' };
    }
  }
}

function eventRecord(record: KinesisRecord, origin: RecordOrigin): string {
  const { partitionKey, sequenceNumber, data, time } = record;
  const kinesis = `{"kinesisSchemaVersion":"1.0","partitionKey":${JSON.stringify(partitionKey)},"sequenceNumber":"${sequenceNumber}","data":"${base64Text(data)}","approximateArrivalTimestamp":${time / 1000}}`;
  return `{"kinesis":${kinesis},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"${origin.shardId}:${sequenceNumber}","eventName":"aws:kinesis:record","invokeIdentityArn":${JSON.stringify(origin.role)},"awsRegion":"${origin.region}","eventSourceARN":${JSON.stringify(origin.sourceArn)}}`;
}
