// What becomes of asynchronous invocations reaches queues, topics, buckets and functions; and code comes from a bucket.

import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { type Logger, startHeadwater } from '../../src/index.ts';
import { zipOf } from '../../src/lambda/runtimes/testing/zip-of.ts';

const source = `
export const handler = async (event) => {
  if (event.fail !== undefined) throw new TypeError(event.fail);
  return { said: event };
};`;

const archive = (text = source) => zipOf([{ name: 'index.mjs', content: text }]);
const FunctionName = 'orders';
const settings = {
  FunctionName,
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/orders',
} as const;

/** That an event is given up is told, and what the function logs. */
const log: Logger = {
  info() {},
  warn() {},
  error(message) {
    throw new Error(message);
  },
};

async function started() {
  const headwater = await startHeadwater({ log });
  const lambda = new LambdaClient(headwater.clientConfig);
  const sqs = new SQSClient(headwater.clientConfig);
  const s3 = new S3Client(headwater.clientConfig);
  onTestFinished(async () => {
    for (const client of [lambda, sqs, s3]) client.destroy();
    await headwater.close();
  });
  const queue = async (QueueName: string) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
    return {
      arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}`,
      async messages() {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }),
        );
        return Messages;
      },
    };
  };
  const invoke = async (payload: object) => {
    const Payload = Buffer.from(JSON.stringify(payload));
    await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
  };
  const destinations = (OnSuccess: string | undefined, OnFailure: string | undefined) =>
    lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName,
        DestinationConfig: {
          OnSuccess: { Destination: OnSuccess },
          OnFailure: { Destination: OnFailure },
        },
      }),
    );
  return { headwater, lambda, s3, queue, invoke, destinations };
}

const attempts = '4m';

test('queues get the records of what went well and of what did not', async () => {
  const { headwater, lambda, queue, invoke, destinations } = await started();
  await lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile: archive() } }));
  const well = await queue('well');
  const badly = await queue('badly');
  await destinations(well.arn, badly.arn);
  await invoke({ n: 1 });
  await invoke({ fail: 'no' });
  await headwater.clock.advance(attempts);

  const [success] = await well.messages();
  expect(JSON.parse(success?.Body ?? '')).toMatchObject({
    version: '1.0',
    requestContext: { condition: 'Success', approximateInvokeCount: 1 },
    requestPayload: { n: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: { said: { n: 1 } },
  });
  const [failure] = await badly.messages();
  expect(JSON.parse(failure?.Body ?? '')).toMatchObject({
    requestContext: {
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { fail: 'no' },
    responseContext: { functionError: 'Unhandled' },
    responsePayload: { errorType: 'TypeError', errorMessage: 'no' },
  });
});

test('a dead-letter queue gets the event itself', async () => {
  const { headwater, lambda, queue, invoke } = await started();
  await lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile: archive() } }));
  const dead = await queue('dead');
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      DeadLetterConfig: { TargetArn: dead.arn },
    }),
  );
  await invoke({ fail: 'no' });
  await headwater.clock.advance(attempts);
  const [letter] = await dead.messages();
  expect(letter?.Body).toBe('{"fail":"no"}');
  expect(letter?.MessageAttributes).toMatchObject({
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: 'no' },
    RequestID: { DataType: 'String', StringValue: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

test('a function gets the record as its event, and a bucket as an object', async () => {
  const { headwater, lambda, s3, queue, invoke, destinations } = await started();
  const Bucket = 'failures';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile: archive() } }));
  const last = { ...settings, FunctionName: 'last' };
  await lambda.send(new CreateFunctionCommand({ ...last, Code: { ZipFile: archive() } }));
  const well = await queue('well');
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: 'last',
      DestinationConfig: { OnSuccess: { Destination: well.arn } },
    }),
  );
  await destinations(
    'arn:aws:lambda:us-east-1:000000000000:function:last',
    `arn:aws:s3:::${Bucket}`,
  );
  await invoke({ n: 1 });
  await invoke({ fail: 'no' });
  await headwater.clock.advance(attempts);

  const [message] = await well.messages();
  expect(JSON.parse(message?.Body ?? '').responsePayload.said).toMatchObject({
    requestContext: { condition: 'Success' },
    responsePayload: { said: { n: 1 } },
  });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents).toHaveLength(1);
  const [{ Key = '' } = {}] = Contents;
  expect(Key).toMatch(/^aws\/lambda\/async\/orders\/\d{4}\/\d\d\/\d\d\/[\dT.-]{19}-[0-9a-f-]{36}$/);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(JSON.parse((await Body?.transformToString()) ?? '')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted' },
    requestPayload: { fail: 'no' },
  });
});

test('functions that call each other as destinations end after 16', async () => {
  const { headwater, lambda, invoke, destinations } = await started();
  const source = `let count = 0; export const handler = async () => (count += 1);`;
  await lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile: archive(source) } }));
  await destinations('arn:aws:lambda:us-east-1:000000000000:function:orders', undefined);
  await invoke({});
  await headwater.clock.advance('1s');
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  // The first, 16 as destinations, and this one.
  expect(Buffer.from(Payload ?? []).toString('utf8')).toBe('18');
});

test('code comes from a bucket', async () => {
  const { lambda, s3 } = await started();
  const place = { S3Bucket: 'code', S3Key: 'orders.zip' };
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }));
  const put = (text: string) =>
    s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'orders.zip', Body: archive(text) }));
  await put('export const handler = async () => 1;');
  await lambda.send(new CreateFunctionCommand({ ...settings, Code: place }));
  const answer = async () => {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
    return Buffer.from(Payload ?? []).toString('utf8');
  };
  expect(await answer()).toBe('1');
  await put('export const handler = async () => 2;');
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ...place }));
  expect(await answer()).toBe('2');
  const missing = lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: 'code', S3Key: 'nothing' }),
  );
  await expect(missing).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message:
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
  });
  expect(await answer()).toBe('2');
});
