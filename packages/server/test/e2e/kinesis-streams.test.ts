// Kinesis streams as wholes: what is set about them, and what becomes of them.

import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeAccountSettingsCommand,
  DescribeLimitsCommand,
  DescribeStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  ListStreamConsumersCommand,
  ListStreamsCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  RegisterStreamConsumerCommand,
  RemoveTagsFromStreamCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateMaxRecordSizeCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
} from '@aws-sdk/client-kinesis';
import { describe, expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { aStream, iteratorOf, kinesisOf, page, put, StreamName, textsOf } from './a-stream.ts';

const start = Date.UTC(2026, 0, 1);
const hour = 3_600_000;
const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;

async function summary(kinesis: KinesisClient) {
  const { StreamDescriptionSummary } = await kinesis.send(
    new DescribeStreamSummaryCommand({ StreamName }),
  );
  return StreamDescriptionSummary;
}

describe('a stream', () => {
  test('is described with all that it is', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater);
    const common = {
      StreamName,
      StreamARN,
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamCreationTimestamp: new Date(start),
      RetentionPeriodHours: 24,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: 'NONE',
    };
    expect(await summary(kinesis)).toEqual({
      ...common,
      StreamId: expect.stringMatching(/^[a-z0-9]{20}-[a-z0-9]{3}$/),
      OpenShardCount: 1,
      ConsumerCount: 0,
      MaxRecordSizeInKiB: 1024,
    });
    const { StreamDescription } = await kinesis.send(new DescribeStreamCommand({ StreamARN }));
    expect(StreamDescription).toMatchObject({
      ...common,
      HasMoreShards: false,
      Shards: [{ ShardId: 'shardId-000000000000' }],
    });
  });

  test('is described page by page', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater, 3);
    const described = async (ExclusiveStartShardId?: string) => {
      const { StreamDescription } = await kinesis.send(
        new DescribeStreamCommand({
          StreamName,
          Limit: 2,
          ...(ExclusiveStartShardId === undefined ? {} : { ExclusiveStartShardId }),
        }),
      );
      return [
        StreamDescription?.Shards?.map(({ ShardId }) => ShardId?.at(-1)).join(''),
        StreamDescription?.HasMoreShards,
      ];
    };
    expect(await described()).toEqual(['01', true]);
    expect(await described('shardId-000000000001')).toEqual(['2', false]);
  });

  test('is on demand with four shards when nothing is asked for', async () => {
    await using headwater = await startHeadwater();
    const kinesis = kinesisOf(headwater);
    await kinesis.send(new CreateStreamCommand({ StreamName }));
    expect(await summary(kinesis)).toMatchObject({
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      OpenShardCount: 4,
    });
    await expect(
      kinesis.send(
        new UpdateShardCountCommand({
          StreamName,
          TargetShardCount: 8,
          ScalingType: 'UNIFORM_SCALING',
        }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('is there once in each account and region', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    await expect(
      kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 })),
    ).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: 'Stream events under account 000000000000 already exists.',
    });
    for (const other of [{ region: 'eu-west-1' }, { accessKeyId: '123456789012' }]) {
      const elsewhere = kinesisOf(headwater, other);
      await expect(put(elsewhere, 'x')).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
      await elsewhere.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
      await put(elsewhere, 'x');
    }
    expect(await textsOf(kinesis)).toEqual([]);
  });

  test('goes through its states as the clock does', async () => {
    await using headwater = await startHeadwater({
      runtime: manualRuntime(),
      transitionMs: 1000,
    });
    const kinesis = await aStream(headwater);
    expect(await summary(kinesis)).toMatchObject({ StreamStatus: 'CREATING', OpenShardCount: 0 });
    await expect(put(kinesis, 'x')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await headwater.clock.advance(1000);
    await put(kinesis, 'x');
    const grow = () =>
      kinesis.send(
        new UpdateShardCountCommand({
          StreamName,
          TargetShardCount: 2,
          ScalingType: 'UNIFORM_SCALING',
        }),
      );
    await grow();
    expect(await summary(kinesis)).toMatchObject({ StreamStatus: 'UPDATING' });
    await expect(grow()).rejects.toThrow(
      'Stream events under account 000000000000 not ACTIVE, instead in state UPDATING',
    );
    await put(kinesis, 'y');
    await headwater.clock.advance(1000);
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    expect(await summary(kinesis)).toMatchObject({ StreamStatus: 'DELETING' });
    await expect(put(kinesis, 'x')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await headwater.clock.advance(1000);
    await expect(summary(kinesis)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Stream events under account 000000000000 not found.',
    });
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  });

  test('that takes the name of a deleted one shares nothing with it', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    await put(kinesis, 'old');
    const iterator = await iteratorOf(kinesis);
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    await expect(page(kinesis, iterator)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await expect(page(kinesis, iterator)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message:
        'Shard shardId-000000000000 in stream events under account 000000000000 does not exist',
    });
    expect(await textsOf(kinesis)).toEqual([]);
  });
});

test('streams are listed by name, in pages', async () => {
  await using headwater = await startHeadwater();
  const kinesis = kinesisOf(headwater);
  for (const name of ['c', 'a', 'b']) {
    await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
  }
  const first = await kinesis.send(new ListStreamsCommand({ Limit: 2 }));
  expect(first).toMatchObject({
    StreamNames: ['a', 'b'],
    HasMoreStreams: true,
    StreamSummaries: [{ StreamName: 'a', StreamStatus: 'ACTIVE' }, { StreamName: 'b' }],
  });
  const { NextToken = '' } = first;
  for (const more of [{ NextToken }, { ExclusiveStartStreamName: 'b' }]) {
    expect(await kinesis.send(new ListStreamsCommand(more))).toMatchObject({
      StreamNames: ['c'],
      HasMoreStreams: false,
    });
  }
});

describe('what is set about a stream', () => {
  test('retention grows and shrinks between a day and a year, and takes effect', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater);
    const longer = (RetentionPeriodHours: number) =>
      kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));
    const shorter = (RetentionPeriodHours: number) =>
      kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));
    await longer(48);
    await put(kinesis, 'x');
    await headwater.clock.advance(30 * hour);
    expect(await textsOf(kinesis)).toEqual(['x']);
    await expect(longer(30)).rejects.toThrow(/can not be shorter than existing retention period/);
    await expect(shorter(72)).rejects.toThrow(/can not be longer than existing retention period/);
    await expect(shorter(23)).rejects.toThrow(
      'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.',
    );
    await expect(longer(8761)).rejects.toThrow(/8760 hours/);
    await shorter(24);
    await headwater.clock.advance(60_000);
    expect(await textsOf(kinesis)).toEqual([]);
    expect(await summary(kinesis)).toMatchObject({ RetentionPeriodHours: 24 });
  });

  test('tags', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    await kinesis.send(
      new AddTagsToStreamCommand({ StreamName, Tags: { b: '1', a: '2', constructor: '3' } }),
    );
    const tags = (more: object = {}) =>
      kinesis.send(new ListTagsForStreamCommand({ StreamName, ...more }));
    expect(await tags({ Limit: 2 })).toMatchObject({
      Tags: [
        { Key: 'a', Value: '2' },
        { Key: 'b', Value: '1' },
      ],
      HasMoreTags: true,
    });
    expect(await tags({ ExclusiveStartTagKey: 'b' })).toMatchObject({
      Tags: [{ Key: 'constructor', Value: '3' }],
      HasMoreTags: false,
    });
    await kinesis.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['a', 'none'] }));
    await kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: { b: '4' } }));
    await kinesis.send(
      new UntagResourceCommand({ ResourceARN: StreamARN, TagKeys: ['constructor'] }),
    );
    const { Tags } = await kinesis.send(new ListTagsForResourceCommand({ ResourceARN: StreamARN }));
    expect(Tags).toEqual([{ Key: 'b', Value: '4' }]);
    await expect(
      kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { 'a%': 'x' } })),
    ).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, 'x']));
    await expect(
      kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: many })),
    ).rejects.toMatchObject({ message: expect.stringContaining('cannot have more than 50 tags') });
  });

  test('encryption is shown, by the stream and by its records', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    const key = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
    await kinesis.send(new StartStreamEncryptionCommand({ StreamName, ...key }));
    expect(await summary(kinesis)).toMatchObject(key);
    expect(await put(kinesis, 'x')).toMatchObject({ EncryptionType: 'KMS' });
    await kinesis.send(new StopStreamEncryptionCommand({ StreamName, ...key }));
    expect(await put(kinesis, 'y')).not.toHaveProperty('EncryptionType');
    const { Records = [] } = await page(kinesis, await iteratorOf(kinesis));
    expect(Records.map(({ EncryptionType }) => EncryptionType)).toEqual(['KMS', undefined]);
  });

  test('enhanced monitoring', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    const enabled = await kinesis.send(
      new EnableEnhancedMonitoringCommand({
        StreamName,
        ShardLevelMetrics: ['OutgoingBytes', 'IncomingBytes'],
      }),
    );
    expect(enabled).toMatchObject({
      StreamARN,
      CurrentShardLevelMetrics: [],
      DesiredShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'],
    });
    const disabled = await kinesis.send(
      new DisableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['ALL'] }),
    );
    expect(disabled).toMatchObject({ DesiredShardLevelMetrics: [] });
  });

  test('mode, twice a day', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime() });
    const kinesis = await aStream(headwater);
    const turn = (StreamMode: 'ON_DEMAND' | 'PROVISIONED') =>
      kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode } }));
    await expect(turn('PROVISIONED')).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await turn('ON_DEMAND');
    await turn('PROVISIONED');
    await expect(turn('ON_DEMAND')).rejects.toMatchObject({ name: 'LimitExceededException' });
    await headwater.clock.advance(24 * hour);
    await turn('ON_DEMAND');
  });

  test('the size of a record', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    const large = 'x'.repeat(5 * 1024 * 1024);
    await expect(put(kinesis, large)).rejects.toMatchObject({ name: 'ValidationException' });
    await kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 10_240 }));
    await put(kinesis, large);
    expect((await textsOf(kinesis))[0]).toHaveLength(large.length);
  });
});

describe('consumers', () => {
  test('are registered, described, listed, tagged and removed', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater);
    const register = (ConsumerName: string) =>
      kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
    const { Consumer } = await register('two');
    const ConsumerARN = `${StreamARN}/consumer/two:${start / 1000}`;
    expect(Consumer).toEqual({
      ConsumerName: 'two',
      ConsumerARN,
      ConsumerStatus: 'ACTIVE',
      ConsumerCreationTimestamp: new Date(start),
    });
    await expect(register('two')).rejects.toMatchObject({ name: 'ResourceInUseException' });
    await register('one');
    const first = await kinesis.send(new ListStreamConsumersCommand({ StreamARN, MaxResults: 1 }));
    expect(first.Consumers).toMatchObject([{ ConsumerName: 'one' }]);
    const { NextToken = '' } = first;
    const second = await kinesis.send(new ListStreamConsumersCommand({ StreamARN, NextToken }));
    expect(second.Consumers).toMatchObject([{ ConsumerName: 'two' }]);
    for (const named of [{ ConsumerARN }, { StreamARN, ConsumerName: 'two' }]) {
      const { ConsumerDescription } = await kinesis.send(new DescribeStreamConsumerCommand(named));
      expect(ConsumerDescription).toEqual({ ...Consumer, StreamARN });
    }
    await kinesis.send(new TagResourceCommand({ ResourceARN: ConsumerARN, Tags: { a: 'b' } }));
    const { Tags } = await kinesis.send(
      new ListTagsForResourceCommand({ ResourceARN: ConsumerARN }),
    );
    expect(Tags).toEqual([{ Key: 'a', Value: 'b' }]);
    await kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
    await expect(
      kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await summary(kinesis)).toMatchObject({ ConsumerCount: 1 });
  });

  test('hold a stream, unless they may go with it', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'one' }));
    await expect(kinesis.send(new DeleteStreamCommand({ StreamName }))).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
    await kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    const { Consumers } = await kinesis.send(new ListStreamConsumersCommand({ StreamARN }));
    expect(Consumers).toEqual([]);
  });

  test('are twenty of a stream at most', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    const register = (ConsumerName: string) =>
      kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
    for (let count = 0; count < 20; count += 1) await register(`c${count}`);
    await expect(register('more')).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

test('limits and settings of the account', async () => {
  await using headwater = await startHeadwater();
  const kinesis = await aStream(headwater, 3);
  await kinesis.send(new CreateStreamCommand({ StreamName: 'other' }));
  expect(await kinesis.send(new DescribeLimitsCommand({}))).toMatchObject({
    ShardLimit: 20_000,
    OpenShardCount: 3,
    OnDemandStreamCount: 1,
    OnDemandStreamCountLimit: 50,
  });
  await expect(
    kinesis.send(new CreateStreamCommand({ StreamName: 'large', ShardCount: 20_000 })),
  ).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: expect.stringContaining(
      'Current shard count for the account: 3. Limit: 20000. Number of additional shards that would have resulted from this request: 20000.',
    ),
  });
  expect(await kinesis.send(new DescribeAccountSettingsCommand({}))).toMatchObject({
    MinimumThroughputBillingCommitment: { Status: 'DISABLED' },
  });
});

test('what a request lacks is told in AWS’s words', async () => {
  await using headwater = await startHeadwater();
  const answer = await fetch(headwater.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Kinesis_20131202.PutRecords',
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=x',
    },
    body: JSON.stringify({ StreamName: '', Records: [] }),
  });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(await answer.json()).toEqual({
    __type: 'ValidationException',
    message:
      "3 validation errors detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1",
  });
});
