// Kinesis Data Streams: its operations, and how the protocol sees it. What is missing of AWS's is in
// docs/differences.md.

import type { Kinesis } from '../../kinesis/kinesis.ts';
import type { ErrorStyle } from '../refusal-errors.ts';
import { EventStream } from '../event-stream.ts';
import type { JsonBody } from '../json-body.ts';
import type { Operation, Service } from '../operation.ts';
import { deregisterStreamConsumer } from './consumers/deregister-stream-consumer.ts';
import { describeStreamConsumer } from './consumers/describe-stream-consumer.ts';
import { listStreamConsumers } from './consumers/list-stream-consumers.ts';
import { registerStreamConsumer } from './consumers/register-stream-consumer.ts';
import { getRecords } from './records/get-records.ts';
import { getShardIterator } from './records/get-shard-iterator.ts';
import { putRecord } from './records/put-record.ts';
import { putRecords } from './records/put-records.ts';
import { listShards } from './shards/list-shards.ts';
import { mergeShards } from './shards/merge-shards.ts';
import { splitShard } from './shards/split-shard.ts';
import { subscribeToShard } from './consumers/subscribe-to-shard.ts';
import { updateShardCount } from './shards/update-shard-count.ts';
import { createStream } from './streams/create-stream.ts';
import { decreaseStreamRetentionPeriod } from './streams/decrease-stream-retention-period.ts';
import { deleteStream } from './streams/delete-stream.ts';
import { describeAccountSettings } from './streams/describe-account-settings.ts';
import { describeLimits } from './streams/describe-limits.ts';
import { describeStreamSummary } from './streams/describe-stream-summary.ts';
import { describeStream } from './streams/describe-stream.ts';
import { disableEnhancedMonitoring } from './streams/disable-enhanced-monitoring.ts';
import { enableEnhancedMonitoring } from './streams/enable-enhanced-monitoring.ts';
import { increaseStreamRetentionPeriod } from './streams/increase-stream-retention-period.ts';
import { listStreams } from './streams/list-streams.ts';
import { startStreamEncryption } from './streams/start-stream-encryption.ts';
import { stopStreamEncryption } from './streams/stop-stream-encryption.ts';
import { updateMaxRecordSize } from './streams/update-max-record-size.ts';
import { updateStreamMode } from './streams/update-stream-mode.ts';
import { addTagsToStream } from './tags/add-tags-to-stream.ts';
import { listTagsForResource } from './tags/list-tags-for-resource.ts';
import { listTagsForStream } from './tags/list-tags-for-stream.ts';
import { removeTagsFromStream } from './tags/remove-tags-from-stream.ts';
import { tagResource } from './tags/tag-resource.ts';
import { untagResource } from './tags/untag-resource.ts';
import { kinesisErrors, namedError } from './kinesis-errors.ts';
import type { KinesisOperation } from './kinesis-operation.ts';
import { kinesisTargetPrefix, type KinesisOperationName } from './operation-names.ts';

const operations: Readonly<Record<KinesisOperationName, KinesisOperation>> = {
  AddTagsToStream: addTagsToStream,
  CreateStream: createStream,
  DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod,
  DeleteStream: deleteStream,
  DeregisterStreamConsumer: deregisterStreamConsumer,
  DescribeAccountSettings: describeAccountSettings,
  DescribeLimits: describeLimits,
  DescribeStream: describeStream,
  DescribeStreamConsumer: describeStreamConsumer,
  DescribeStreamSummary: describeStreamSummary,
  DisableEnhancedMonitoring: disableEnhancedMonitoring,
  EnableEnhancedMonitoring: enableEnhancedMonitoring,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod,
  ListShards: listShards,
  ListStreamConsumers: listStreamConsumers,
  ListStreams: listStreams,
  ListTagsForResource: listTagsForResource,
  ListTagsForStream: listTagsForStream,
  MergeShards: mergeShards,
  PutRecord: putRecord,
  PutRecords: putRecords,
  RegisterStreamConsumer: registerStreamConsumer,
  RemoveTagsFromStream: removeTagsFromStream,
  SplitShard: splitShard,
  StartStreamEncryption: startStreamEncryption,
  StopStreamEncryption: stopStreamEncryption,
  SubscribeToShard: subscribeToShard,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateMaxRecordSize: updateMaxRecordSize,
  UpdateShardCount: updateShardCount,
  UpdateStreamMode: updateStreamMode,
};

/** No text of Kinesis depends on it. */
const style: ErrorStyle = { plane: 'tables', prefixed: false };

const emptyBody: JsonBody = { pieces: [] };

export function kinesisService(kinesis: Kinesis): Service {
  return {
    targetPrefix: kinesisTargetPrefix,
    signingName: 'kinesis',
    errors: kinesisErrors,
    cbor: true,
    operations: Object.values(operations).map((operation) => operationOn(kinesis, operation)),
  };
}

function operationOn(kinesis: Kinesis, { run, ...operation }: KinesisOperation): Operation {
  return {
    ...operation,
    style,
    async run({ scope }, input) {
      try {
        const value = await run({ kinesis, scope }, input);
        if (value instanceof EventStream) return value;
        return value === undefined ? emptyBody : { value };
      } catch (error) {
        throw namedError(error, scope);
      }
    },
  };
}
