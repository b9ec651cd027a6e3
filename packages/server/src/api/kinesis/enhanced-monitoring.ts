// Which metrics of its shards a stream is said to send: what EnableEnhancedMonitoring and its counterpart share.

import { kinesisStreamArn } from '../../kinesis/stream.ts';
import { changeMetrics } from '../../kinesis/streams/change-stream.ts';
import { enumeration, list, required, type Shape } from '../validation/shape.ts';
import type { KinesisContext } from './kinesis-operation.ts';
import { streamOf } from './stream-reference.ts';

const metrics = [
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
] as const;
const all = 'ALL';

export const metricsMembers: Readonly<Record<string, Shape>> = {
  ShardLevelMetrics: required(list(enumeration([...metrics, all]), { min: 1, max: 7 })),
};

export interface MetricsInput {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
  readonly ShardLevelMetrics: string[];
}

type Change = (before: readonly string[], named: readonly string[]) => readonly string[];

export const enable: Change = (before, named) =>
  metrics.filter((metric) => before.includes(metric) || named.includes(metric));

export const disable: Change = (before, named) =>
  metrics.filter((metric) => before.includes(metric) && !named.includes(metric));

export async function changeMonitoring(
  { kinesis, scope }: KinesisContext,
  input: MetricsInput,
  change: Change,
): Promise<object> {
  const stream = streamOf(scope, input);
  const named = input.ShardLevelMetrics.includes(all) ? metrics : input.ShardLevelMetrics;
  const { before, after } = await changeMetrics(kinesis, stream, (now) => change(now, named));
  return {
    StreamName: stream.name,
    StreamARN: kinesisStreamArn(stream),
    CurrentShardLevelMetrics: before,
    DesiredShardLevelMetrics: after,
  };
}
