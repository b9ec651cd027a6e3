// The emulator without a server: what Headwater adds to fauxqs.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Emulator, EmulatorUnavailable } from './emulator.ts';
import { lazyEmulator } from './lazy-emulator.ts';
import { openEmulator } from './open-emulator.ts';

const region = 'eu-west-1';
const target = { service: 'sqs', region } as const;

function options(dataDir?: string) {
  const fail = (message: string): void => {
    throw new Error(`unexpected in the log: ${message}`);
  };
  return { dataDir, log: { info: fail, warn: fail, error: fail } };
}

async function temporary(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'headwater-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function sqs(emulator: Emulator, action: string, input: object, host = 'localhost:1') {
  const reply = await emulator.call(
    {
      method: 'POST',
      path: '/',
      headers: {
        host,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=t/20260101/${region}/sqs/aws4_request`,
      },
      body: Buffer.from(JSON.stringify(input)),
    },
    target,
  );
  return JSON.parse(Buffer.from(reply.body).toString('utf8') || 'null');
}

test('a queue is told with the host that was called', async () => {
  await using emulator = await openEmulator(options());
  expect(await sqs(emulator, 'CreateQueue', { QueueName: 'orders' })).toEqual({
    QueueUrl: 'http://localhost:1/000000000000/orders',
  });
  const QueueUrl = 'http://[::1]:2/000000000000/orders';
  expect(await sqs(emulator, 'ListQueues', {}, '[::1]:2')).toEqual({ QueueUrls: [QueueUrl] });
  // What a message says is not touched.
  const MessageBody = '"http://headwater/"';
  await sqs(emulator, 'SendMessage', { QueueUrl, MessageBody });
  const { Messages } = await sqs(emulator, 'ReceiveMessage', { QueueUrl });
  expect(Messages[0].Body).toBe(MessageBody);
});

test('who waits for messages is answered when the server stops', { timeout: 15_000 }, async () => {
  await using emulator = await openEmulator(options());
  const { QueueUrl } = await sqs(emulator, 'CreateQueue', { QueueName: 'orders' });
  const waiting = sqs(emulator, 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
  // Of requests that come one after another, the second is answered when the first one waits.
  await sqs(emulator, 'ListQueues', {});
  emulator.endWaiting();
  expect(await waiting).toEqual({});
});

test('data that cannot be read is told, and stays as it is', async () => {
  const dataDir = await temporary();
  const directory = join(dataDir, 'emulator', 'regions', region);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'fauxqs.db'), 'not a database, whatever it is called');
  await using emulator = await openEmulator(options(dataDir));
  const error: unknown = await sqs(emulator, 'ListQueues', {}).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(EmulatorUnavailable);
  expect(String(error)).toContain(directory);
  // Once somebody has moved it away, the next request finds a way.
  await rm(directory, { recursive: true });
  expect(await sqs(emulator, 'ListQueues', {})).toEqual({ QueueUrls: [] });
});

test('a body that is no JSON is the client’s mistake', async () => {
  await using emulator = await openEmulator(options());
  const reply = await emulator.call(
    {
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.X' },
      body: Buffer.from('{'),
    },
    target,
  );
  expect(reply.status).toBe(400);
  expect(JSON.parse(Buffer.from(reply.body).toString('utf8'))).toHaveProperty('__type');
});

test('an emulator that could not be loaded is loaded anew, and none after the end', async () => {
  let loads = 0;
  const emulator = lazyEmulator(() => {
    loads += 1;
    return loads === 1
      ? Promise.reject(new EmulatorUnavailable('not now'))
      : openEmulator(options());
  });
  await expect(sqs(emulator, 'ListQueues', {})).rejects.toThrow('not now');
  expect(await sqs(emulator, 'ListQueues', {})).toEqual({ QueueUrls: [] });
  expect(loads).toBe(2);
  await emulator[Symbol.asyncDispose]();
  await expect(sqs(emulator, 'ListQueues', {})).rejects.toThrow(EmulatorUnavailable);
});
