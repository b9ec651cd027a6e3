// Kinesis streams that call functions, as the official SDKs make them: what AWS answered and delivered in its own
// (LocalStack's recordings), here.

import {
  DeleteStreamCommand,
  type KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  CreateFunctionCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { zipOf } from '../../src/lambda/runtimes/testing/zip-of.ts';
import { aStream, put, StreamName } from './a-stream.ts';

const EventSourceArn = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
const Role = 'arn:aws:iam::000000000000:role/reader';
const start = Date.UTC(2026, 0, 1);

/** Tells of each event as one line of its log. */
const logging = `export const handler = async (event) => { console.log('Event:' + JSON.stringify(event)); return ''; }`;
const reporting = `export const handler = async (event) => {
  console.log('Event:' + JSON.stringify(event));
  const failed = event.Records.filter(({ kinesis }) => JSON.parse(atob(kinesis.data)).should_fail);
  return { batchItemFailures: failed.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })) };
}`;
const failing = `export const handler = async () => { throw new Error('no'); }`;

async function started() {
  const headwater = await startHeadwater({
    runtime: manualRuntime({ startAt: start }),
    log: { info() {}, warn() {}, error() {} },
  });
  const lambda = new LambdaClient({ ...headwater.clientConfig, maxAttempts: 1 });
  onTestFinished(async () => {
    lambda.destroy();
    await headwater.close();
  });
  const kinesis = await aStream(headwater);
  return {
    headwater,
    kinesis,
    lambda,
    makeFunction: (FunctionName: string, source: string) =>
      lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role,
          Code: { ZipFile: zipOf([{ name: 'index.mjs', content: source }]) },
        }),
      ),
    map: (FunctionName: string, more: Partial<CreateEventSourceMappingCommandInput> = {}) =>
      lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName,
          EventSourceArn,
          StartingPosition: 'TRIM_HORIZON',
          ...more,
        }),
      ),
    async eventsOf(name: string) {
      await headwater.clock.advance('2s');
      const lines = await headwater.functions.logs({ name });
      return lines
        .flatMap((line) => /Event:(.*)/.exec(line)?.[1] ?? [])
        .map((text) => JSON.parse(text) as { Records: KinesisEventRecord[] });
    },
  };
}

interface KinesisEventRecord {
  readonly kinesis: { readonly data: string; readonly partitionKey: string };
}

async function putTen(kinesis: KinesisClient): Promise<void> {
  await kinesis.send(
    new PutRecordsCommand({
      StreamName,
      Records: Array.from({ length: 10 }, (_, index) => ({
        PartitionKey: `test_${index}`,
        Data: Buffer.from('hello'),
      })),
    }),
  );
}

test('a mapping has AWS’s defaults, and its function gets records as AWS has them', async () => {
  const { kinesis, makeFunction, map, eventsOf } = await started();
  await makeFunction('log', logging);
  const { $metadata, ...mapping } = await map('log', { StartingPosition: 'LATEST' });
  expect($metadata.httpStatusCode).toBe(202);
  expect(mapping).toEqual({
    BatchSize: 100,
    BisectBatchOnFunctionError: false,
    DestinationConfig: { OnFailure: {} },
    EventSourceArn,
    EventSourceMappingArn: `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${mapping.UUID}`,
    FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:log',
    FunctionResponseTypes: [],
    LastModified: new Date(start),
    LastProcessingResult: 'No records processed',
    MaximumBatchingWindowInSeconds: 0,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    ParallelizationFactor: 1,
    StartingPosition: 'LATEST',
    State: 'Creating',
    StateTransitionReason: 'User action',
    TumblingWindowInSeconds: 0,
    UUID: mapping.UUID,
  });
  await putTen(kinesis);
  const records = (await eventsOf('log')).flatMap(({ Records }) => Records);
  expect(records).toHaveLength(10);
  expect(records[3]).toEqual({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'test_3',
      sequenceNumber: expect.stringMatching(/^49\d{54}$/),
      data: 'aGVsbG8=',
      approximateArrivalTimestamp: start / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: expect.stringMatching(/^shardId-000000000000:49\d{54}$/),
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: Role,
    awsRegion: 'us-east-1',
    eventSourceARN: EventSourceArn,
  });
});

test('from TRIM_HORIZON a function gets what was there, at most ten at once', async () => {
  const { kinesis, makeFunction, map, eventsOf } = await started();
  await makeFunction('log', logging);
  await putTen(kinesis);
  await put(kinesis, 'eleven');
  await map('log', { BatchSize: 10 });
  const events = await eventsOf('log');
  expect(events.map(({ Records }) => Records.length)).toEqual([10, 1]);
});

test('from a time a function gets what came then and later', async () => {
  const { headwater, kinesis, makeFunction, map, eventsOf } = await started();
  await makeFunction('log', logging);
  await put(kinesis, 'old');
  await headwater.clock.advance('1m');
  await put(kinesis, 'new');
  const StartingPositionTimestamp = new Date(start + 30_000);
  await map('log', { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp });
  const [event] = await eventsOf('log');
  expect(event?.Records.map(({ kinesis: { data } }) => data)).toEqual([btoa('new')]);
});

test('a mapping that is disabled calls nobody', async () => {
  const { headwater, lambda, kinesis, makeFunction, map, eventsOf } = await started();
  await makeFunction('log', logging);
  const { UUID } = await map('log');
  await put(kinesis, 'first');
  expect(await eventsOf('log')).toHaveLength(1);
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  await headwater.clock.advance('1s');
  const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
  expect(State).toBe('Disabled');
  await put(kinesis, 'second');
  expect(await eventsOf('log')).toHaveLength(1);
});

test('what fails for good goes to a queue', async () => {
  const { headwater, kinesis, makeFunction, map } = await started();
  const sqs = new SQSClient(headwater.clientConfig);
  onTestFinished(() => sqs.destroy());
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'failed' }));
  await makeFunction('fail', failing);
  await map('fail', {
    MaximumRetryAttempts: 1,
    DestinationConfig: {
      OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' },
    },
  });
  const { SequenceNumber } = await put(kinesis, 'poison');
  await headwater.clock.advance('1m');
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const time = expect.stringMatching(/^2026-01-01T00:0\d:\d\d\.\d{3}Z$/);
  expect(Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown)).toEqual([
    {
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fail',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: time,
      KinesisBatchInfo: {
        shardId: 'shardId-000000000000',
        startSequenceNumber: SequenceNumber,
        endSequenceNumber: SequenceNumber,
        approximateArrivalOfFirstRecord: '2026-01-01T00:00:00.000Z',
        approximateArrivalOfLastRecord: '2026-01-01T00:00:00.000Z',
        batchSize: 1,
        streamArn: EventSourceArn,
      },
    },
  ]);
});

test('each function gets what its filter lets through', async () => {
  const { kinesis, makeFunction, map, eventsOf } = await started();
  for (const name of ['function_1', 'function_2']) {
    await makeFunction(name, logging);
    const Pattern = JSON.stringify({ data: { event_type: [name] } });
    await map(name, { BatchSize: 1, FilterCriteria: { Filters: [{ Pattern }] } });
  }
  await put(kinesis, JSON.stringify({ event_type: 'function_1', message: 'foo' }));
  await put(kinesis, JSON.stringify({ event_type: 'function_2', message: 'bar' }));
  await put(kinesis, 'function_1');
  for (const [name, message] of [
    ['function_1', 'foo'],
    ['function_2', 'bar'],
  ] as const) {
    const records = (await eventsOf(name)).flatMap(({ Records }) => Records);
    const texts = records.map(({ kinesis: { data } }) => atob(data));
    expect(texts).toEqual([JSON.stringify({ event_type: name, message })]);
  }
});

test('a function is mapped to a stream once, and only to one that there is', async () => {
  const { kinesis, makeFunction, map } = await started();
  await makeFunction('log', logging);
  const { UUID } = await map('log');
  await expect(map('log')).rejects.toMatchObject({
    name: 'ResourceConflictException',
    $metadata: { httpStatusCode: 409 },
    message: `The event source arn (" ${EventSourceArn} ") and function (" log ") provided mapping already exists. Please update or delete the existing mapping with UUID ${UUID}`,
  });
  await expect(map('log', { EventSourceArn: `${EventSourceArn}-none` })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: `Stream not found: ${EventSourceArn}-none`,
  });
  await kinesis.send(new DeleteStreamCommand({ StreamName }));
});

test('with ReportBatchItemFailures an empty text is a success', async () => {
  const { kinesis, makeFunction, map, eventsOf } = await started();
  await makeFunction('log', logging);
  const { UUID: _uuid, ...mapping } = await map('log', {
    BatchSize: 1,
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 2,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  expect(mapping).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await put(kinesis, 'hello');
  expect(await eventsOf('log')).toHaveLength(1);
  expect(await eventsOf('log')).toHaveLength(1);
});

test('a record that is reported comes again alone, with all its attempts, and then goes to a queue', async () => {
  const { headwater, kinesis, makeFunction, map, eventsOf } = await started();
  const sqs = new SQSClient(headwater.clientConfig);
  onTestFinished(() => sqs.destroy());
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'failed' }));
  await makeFunction('report', reporting);
  await map('report', {
    BatchSize: 3,
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 3,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: {
      OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' },
    },
  });
  const Records = Array.from({ length: 6 }, (_, index) => ({
    PartitionKey: `test_${index}`,
    Data: Buffer.from(JSON.stringify({ should_fail: index === 5 })),
  }));
  const { Records: written = [] } = await kinesis.send(
    new PutRecordsCommand({ StreamName, Records }),
  );
  const SequenceNumber = written[5]?.SequenceNumber;
  await headwater.clock.advance('1m');
  const keys = (await eventsOf('report'))
    .flatMap(({ Records: records }) => records)
    .map(({ kinesis: { partitionKey } }) => partitionKey);
  expect(keys).toEqual([0, 1, 2, 3, 4, 5, 5, 5, 5, 5].map((index) => `test_${index}`));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown)).toMatchObject([
    {
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 4 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: null },
      KinesisBatchInfo: {
        startSequenceNumber: SequenceNumber,
        endSequenceNumber: SequenceNumber,
        batchSize: 1,
      },
    },
  ]);
});
