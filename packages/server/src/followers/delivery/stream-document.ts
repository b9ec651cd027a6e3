// What a trigger's destination is told of records that were given up, as AWS writes it (observed on AWS, LocalStack's
// recordings): queues and topics get where the records are in the stream, buckets the records as well.

import { isoTime } from '../../base/iso-time.ts';
import type { FailedBatch } from './delivery.ts';
import { objectTime } from './object-time.ts';

/** For queues and topics. */
export function streamDocument(failed: FailedBatch): string {
  const { batch, response } = failed;
  const info = {
    shardId: batch.shardId,
    startSequenceNumber: batch.startSequenceNumber,
    endSequenceNumber: batch.endSequenceNumber,
    approximateArrivalOfFirstRecord: arrivalTime(batch, batch.firstArrival),
    approximateArrivalOfLastRecord: arrivalTime(batch, batch.lastArrival),
    batchSize: batch.size,
    streamArn: batch.streamArn,
  };
  return JSON.stringify({
    requestContext: {
      requestId: failed.requestId,
      functionArn: failed.functionArn,
      condition: failed.condition,
      approximateInvokeCount: failed.invokeCount,
    },
    ...(response === undefined ? {} : { responseContext: response }),
    version: '1.0',
    timestamp: isoTime(failed.time),
    ...(batch.source === 'dynamodb' ? { DDBStreamBatchInfo: info } : { KinesisBatchInfo: info }),
  });
}

/** For buckets: the same, and the event, which is copied and not parsed. */
export function streamObject(failed: FailedBatch): Uint8Array {
  const head = streamDocument(failed).slice(0, -1);
  return Buffer.concat([Buffer.from(`${head},"payload":`), failed.event, Buffer.from('}')]);
}

/** Lambda developer guide, "Configuring destinations for failed invocations". */
export function streamObjectKey({ uuid, batch, time }: FailedBatch, objectId: string): string {
  return `aws/lambda/${uuid}/${batch.shardId}/${objectTime(time)}-${objectId}`;
}

/** Streams of DynamoDB know seconds alone. */
function arrivalTime({ source }: FailedBatch['batch'], ms: number): string {
  const text = isoTime(ms);
  return source === 'dynamodb' ? text.replace(/\.\d+Z$/, 'Z') : text;
}
