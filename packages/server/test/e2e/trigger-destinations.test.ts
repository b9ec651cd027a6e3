// What a trigger gives up reaches a queue, a topic and a bucket, all of them behind Headwater's one port.

import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { CreateEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const failing = `export const handler = async () => { throw new Error('never'); };`;
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:failures';

async function started() {
  const directory = await temporaryDirectory();
  await mkdir(join(directory.path, 'src'));
  const handler = join(directory.path, 'src', 'orders.mjs');
  await writeFile(handler, failing);
  const headwater = await startHeadwater({
    runtime: manualRuntime(),
    log: { info() {}, warn() {}, error() {} },
  });
  const { clientConfig } = headwater;
  const clients = {
    kinesis: new KinesisClient(clientConfig),
    lambda: new LambdaClient(clientConfig),
    sqs: new SQSClient(clientConfig),
    sns: new SNSClient(clientConfig),
    s3: new S3Client(clientConfig),
  };
  onTestFinished(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await headwater.close();
    await directory[Symbol.asyncDispose]();
  });
  await headwater.functions.add({ name: 'orders', handler });
  return { headwater, ...clients };
}

type Started = Awaited<ReturnType<typeof started>>;

/** Writes an item that the function never gets done with; gives the mapping and its stream. */
async function giveUpOne(
  { headwater, lambda }: Started,
  destination: string,
  settings: object = {},
  time = '10m',
): Promise<{ readonly uuid: string; readonly stream: string }> {
  const TableName = 'orders';
  const { TableDescription: table } = await headwater.dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  const { UUID: uuid = '' } = await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'orders',
      EventSourceArn: table?.LatestStreamArn,
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: destination } },
      ...settings,
    }),
  );
  const Item = { id: { S: 'poison' } };
  await headwater.dynamodb.send(new PutItemCommand({ TableName, Item }));
  await headwater.clock.advance(time);
  return { uuid, stream: table?.LatestStreamArn ?? '' };
}

async function aQueue({ sqs }: Started): Promise<() => Promise<string[]>> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'failures' }));
  return async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    return Messages.map(({ Body = '' }) => Body);
  };
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const seconds = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** As recorded on AWS, with this account's names. */
function documentOf(stream: string) {
  return {
    requestContext: {
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 2,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: time,
    DDBStreamBatchInfo: {
      shardId: expect.stringMatching(/^shardId-/),
      startSequenceNumber: expect.stringMatching(/^\d{21,40}$/),
      endSequenceNumber: expect.stringMatching(/^\d{21,40}$/),
      approximateArrivalOfFirstRecord: seconds,
      approximateArrivalOfLastRecord: seconds,
      batchSize: 1,
      streamArn: stream,
    },
  };
}

test('a queue gets the document of a record that the function never got done with', async () => {
  const all = await started();
  const received = await aQueue(all);
  const { stream, uuid } = await giveUpOne(all, queueArn);
  const [document = '{}'] = await received();
  expect(JSON.parse(document)).toEqual(documentOf(stream));
  const { counts } = await all.headwater.mappings.get({ uuid });
  expect(counts).toMatchObject({ recordsDelivered: 1, recordsDropped: 0 });
});

test('of a record that was too old, it has no response', async () => {
  const all = await started();
  const received = await aQueue(all);
  await giveUpOne(all, queueArn, { MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: 60 });
  const [document = '{}'] = await received();
  const { requestContext, ...rest } = JSON.parse(document);
  expect(requestContext.condition).toBe('RecordAgeExceeded');
  expect(rest).not.toHaveProperty('responseContext');
});

test('a topic gets it, and so do its subscribers', async () => {
  const all = await started();
  const received = await aQueue(all);
  const { TopicArn = '' } = await all.sns.send(new CreateTopicCommand({ Name: 'failures' }));
  await all.sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queueArn,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  const { stream } = await giveUpOne(all, TopicArn);
  const [document = '{}'] = await received();
  expect(JSON.parse(document)).toEqual(documentOf(stream));
});

test('a bucket gets it with the records', async () => {
  const all = await started();
  const Bucket = 'failures';
  await all.s3.send(new CreateBucketCommand({ Bucket }));
  const { stream, uuid } = await giveUpOne(all, `arn:aws:s3:::${Bucket}`);
  const { Contents = [] } = await all.s3.send(new ListObjectsV2Command({ Bucket }));
  const [{ Key = '' } = {}] = Contents;
  expect(Key).toMatch(
    new RegExp(
      `^aws/lambda/${uuid}/shardId-[0-9a-f-]+/\\d{4}/\\d\\d/\\d\\d/[\\dT.-]{19}-[0-9a-f-]{36}$`,
    ),
  );
  const { Body } = await all.s3.send(new GetObjectCommand({ Bucket, Key }));
  const { payload, ...document } = JSON.parse((await Body?.transformToString()) ?? '{}');
  expect(document).toEqual(documentOf(stream));
  expect(payload.Records).toMatchObject([
    { eventName: 'INSERT', dynamodb: { NewImage: { id: { S: 'poison' } } } },
  ]);
});

test('a destination that is not there is tried again, and gets it once it is', async () => {
  const all = await started();
  const { uuid, stream } = await giveUpOne(all, queueArn, {}, '30s');
  const { counts } = await all.headwater.mappings.get({ uuid });
  expect(counts).toMatchObject({ recordsDelivered: 0, recordsDropped: 0 });
  expect(counts?.deliveryErrors).toBeGreaterThan(0);
  const received = await aQueue(all);
  await all.headwater.clock.advance('10m');
  const [document = '{}'] = await received();
  expect(JSON.parse(document)).toEqual(documentOf(stream));
});

test('of records of a Kinesis stream, it tells their arrival in milliseconds', async () => {
  const all = await started();
  const { headwater, kinesis, lambda } = all;
  const received = await aQueue(all);
  const StreamName = 'orders';
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await headwater.clock.advance('1s');
  const { StreamDescriptionSummary: stream } = await kinesis.send(
    new DescribeStreamSummaryCommand({ StreamName }),
  );
  const streamArn = stream?.StreamARN ?? '';
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'orders',
      EventSourceArn: streamArn,
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: queueArn } },
    }),
  );
  const Data = Buffer.from('poison');
  await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'a', Data }));
  await headwater.clock.advance('10m');
  const [document = '{}'] = await received();
  const { DDBStreamBatchInfo: _, ...common } = documentOf(streamArn);
  expect(JSON.parse(document)).toEqual({
    ...common,
    KinesisBatchInfo: {
      shardId: 'shardId-000000000000',
      startSequenceNumber: expect.stringMatching(/^\d{56}$/),
      endSequenceNumber: expect.stringMatching(/^\d{56}$/),
      approximateArrivalOfFirstRecord: time,
      approximateArrivalOfLastRecord: time,
      batchSize: 1,
      streamArn,
    },
  });
});
