// What answers about a stream share.

import { kinesisStreamArn } from '../../kinesis/stream.ts';
import type { StreamView } from '../../kinesis/streams/stream-catalog.ts';
import { WireTime } from '../wire-values.ts';

/** Of a list. */
export function streamSummary({ stream, status }: StreamView): object {
  return {
    StreamName: stream.name,
    StreamARN: kinesisStreamArn(stream),
    StreamStatus: status,
    StreamModeDetails: { StreamMode: stream.mode },
    StreamCreationTimestamp: creationTime(stream.createdAt),
  };
}

/** What DescribeStream and DescribeStreamSummary both say. */
export function streamProperties(view: StreamView): object {
  const { retentionHours, shardLevelMetrics, keyId } = view.stream;
  return {
    ...streamSummary(view),
    RetentionPeriodHours: retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: shardLevelMetrics }],
    EncryptionType: keyId === undefined ? 'NONE' : 'KMS',
  };
}

/** AWS shows whole seconds (observed on AWS, Kinesalite's tests). */
export function creationTime(createdAt: number): WireTime {
  return new WireTime(Math.floor(createdAt / 1000) * 1000);
}
