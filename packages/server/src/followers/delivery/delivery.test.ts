// Delivery through the SDK's clients to the embedded emulator, and to endpoints where nobody answers.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import type { LogFields } from '../../base/logger.ts';
import { manualRuntime } from '../../base/manual-runtime.ts';
import { connectionTo } from '../../cloud/clients/connection.ts';
import type { Emulator } from '../../cloud/emulator/emulator.ts';
import { openEmulator } from '../../cloud/emulator/open-emulator.ts';
import { openCloudServices } from '../../cloud/open-cloud-services.ts';
import { DeliveryFailed } from './delivery.ts';
import { openDelivery } from './open-delivery.ts';
import { streamDocument } from './stream-document.ts';
import { aFailedBatch } from './testing/a-failed-batch.ts';

const failed = aFailedBatch();
const { region, account } = failed;
const queueArn = `arn:aws:sqs:${region}:${account}:failures`;
const topicArn = `arn:aws:sns:${region}:${account}:failures`;

async function opened(environment: Record<string, string> = {}) {
  const reasons: unknown[] = [];
  const log = {
    info() {},
    warn(_message: string, fields?: LogFields) {
      reasons.push(fields?.['reason']);
    },
    error() {},
  };
  const emulator = await openEmulator({ dataDir: undefined, log });
  const cloud = openCloudServices({ emulator, environment, ownUrl: () => undefined });
  const delivery = openDelivery({ cloud, runtime: manualRuntime({ seed: 'delivery' }), log });
  onTestFinished(async () => {
    await delivery[Symbol.asyncDispose]();
    await cloud[Symbol.asyncDispose]();
    await emulator[Symbol.asyncDispose]();
  });
  return { emulator, delivery, reasons };
}

function configOf(emulator: Emulator, service: 'sqs' | 's3') {
  const how = { endpoint: undefined, emulator, account, ownCredentials: false };
  return connectionTo({ service, region }, how);
}

/** Of SQS or SNS, as the query protocol has it. */
async function query(emulator: Emulator, service: 'sqs' | 'sns', input: Record<string, string>) {
  const reply = await emulator.call(
    {
      method: 'POST',
      path: '/',
      headers: {
        host: 'localhost',
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `AWS4-HMAC-SHA256 Credential=t/20260101/${region}/${service}/aws4_request`,
      },
      body: Buffer.from(new URLSearchParams(input).toString()),
    },
    { service, region },
  );
  expect(reply.status).toBe(200);
}

async function messagesOf(emulator: Emulator) {
  const sqs = new SQSClient(configOf(emulator, 'sqs'));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: 'http://localhost/000000000000/failures' }),
  );
  return Messages.map(({ Body }) => Body);
}

const createQueue = (emulator: Emulator) =>
  query(emulator, 'sqs', { Action: 'CreateQueue', QueueName: 'failures' });

test('a queue gets the document', async () => {
  const { emulator, delivery } = await opened();
  await createQueue(emulator);
  await delivery.deliver(queueArn, failed);
  expect(await messagesOf(emulator)).toEqual([streamDocument(failed)]);
});

test('a topic gets the document, and so do its subscribers', async () => {
  const { emulator, delivery } = await opened();
  await createQueue(emulator);
  await query(emulator, 'sns', { Action: 'CreateTopic', Name: 'failures' });
  await query(emulator, 'sns', {
    Action: 'Subscribe',
    TopicArn: topicArn,
    Protocol: 'sqs',
    Endpoint: queueArn,
  });
  await delivery.deliver(topicArn, failed);
  const [envelope = '{}'] = await messagesOf(emulator);
  expect(JSON.parse(envelope)).toMatchObject({
    Type: 'Notification',
    TopicArn: topicArn,
    Message: streamDocument(failed),
  });
});

test('a bucket gets an object with the event', async () => {
  const { emulator, delivery } = await opened();
  await emulator.call(
    { method: 'PUT', path: '/failures', headers: { host: 'localhost' }, body: new Uint8Array() },
    { service: 's3', region },
  );
  await delivery.deliver('arn:aws:s3:::failures', failed);
  const s3 = new S3Client({ ...configOf(emulator, 's3'), forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'failures' }));
  const [{ Key = '' } = {}] = Contents;
  expect(Key).toMatch(
    new RegExp(
      `^aws/lambda/${failed.uuid}/${failed.batch.shardId}/2022/07/13/2022-07-13T13\\.48\\.03-[0-9a-f-]{36}$`,
    ),
  );
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'failures', Key }));
  expect(JSON.parse((await Body?.transformToString()) ?? '')).toEqual({
    ...JSON.parse(streamDocument(failed)),
    payload: JSON.parse(Buffer.from(failed.event).toString('utf8')),
  });
});

test.each([
  [queueArn, `${queueArn} did not take it: QueueDoesNotExist: The specified queue does not exist.`],
  [topicArn, `${topicArn} did not take it: NotFoundException: Topic does not exist`],
  ['arn:aws:s3:::failures', 'arn:aws:s3:::failures did not take it: NoSuchBucket'],
  ['arn:aws:events:eu-west-1:000000000000:event-bus/b', 'cannot be a destination here'],
  ['nothing', 'nothing cannot be a destination here'],
])('without %s it fails and says why', async (arn, message) => {
  const { delivery } = await opened();
  const error: unknown = await delivery.deliver(arn, failed).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DeliveryFailed);
  expect(String(error)).toContain(message);
});

test('a failure is told once, and again when it has another reason or was over', async () => {
  const { emulator, delivery, reasons } = await opened();
  const attempt = (arn: string) => delivery.deliver(arn, failed).catch(() => undefined);
  await attempt(queueArn);
  await attempt(queueArn);
  await attempt(topicArn);
  expect(reasons).toEqual([
    expect.stringContaining('QueueDoesNotExist'),
    expect.stringContaining('NotFoundException'),
  ]);
  await createQueue(emulator);
  await attempt(queueArn);
  await attempt(topicArn);
  expect(reasons).toHaveLength(3);
});

/** The SDK compares it with what it sent. */
function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** A port that nobody listens on any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

test('an endpoint where nobody answers is told', async () => {
  const port = await closedPort();
  const { delivery } = await opened({ AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${port}` });
  await expect(delivery.deliver(queueArn, failed)).rejects.toThrow(/did not take it.*ECONNREFUSED/);
});

test('a variable that is set wrongly is told', async () => {
  const { delivery } = await opened({ AWS_ENDPOINT_URL: 'localhost' });
  await expect(delivery.deliver(queueArn, failed)).rejects.toThrow('AWS_ENDPOINT_URL has to be');
});

test('an endpoint gets what is delivered, in the region of the ARN', async () => {
  const asked: { readonly target: unknown; readonly authorization: string }[] = [];
  const server = createServer((request, response) => {
    const { 'x-amz-target': target, authorization = '' } = request.headers;
    asked.push({ target, authorization });
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      const isSend = target === 'AmazonSQS.SendMessage';
      response.end(
        JSON.stringify(
          isSend
            ? { MessageId: 'm', MD5OfMessageBody: md5(streamDocument(failed)) }
            : { QueueUrl: 'http://elsewhere.invalid/1/failures' },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const { delivery } = await opened({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  await delivery.deliver(queueArn, failed);
  expect(asked.map(({ target }) => target)).toEqual([
    'AmazonSQS.GetQueueUrl',
    'AmazonSQS.SendMessage',
  ]);
  expect(asked[1]?.authorization).toMatch(
    new RegExp(`Credential=${account}/\\d{8}/${region}/sqs/aws4_request`),
  );
});
