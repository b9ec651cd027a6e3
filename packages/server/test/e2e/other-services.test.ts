// SQS, SNS and S3 at Headwater's own port, as the official SDK sees them.

import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { type Headwater, type HeadwaterOptions, startHeadwater } from '../../src/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

async function started(options: HeadwaterOptions = {}) {
  const headwater = await startHeadwater(options);
  onTestFinished(() => headwater.close());
  return { headwater, ...clientsOf(headwater) };
}

/** Nothing is said but where the server is. */
function clientsOf({ clientConfig }: Pick<Headwater, 'clientConfig'>) {
  const clients = {
    sqs: new SQSClient(clientConfig),
    sns: new SNSClient(clientConfig),
    s3: new S3Client(clientConfig),
  };
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy();
  });
  return clients;
}

async function bodiesIn(sqs: SQSClient, QueueUrl: string | undefined) {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages.map(({ Body }) => Body);
}

test('a queue takes a message and gives it out', async () => {
  const { headwater, sqs } = await started();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }));
  expect(QueueUrl).toBe(`${headwater.endpoint}/000000000000/orders`);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  expect(await bodiesIn(sqs, QueueUrl)).toEqual(['hello']);
  const missing = sqs.send(new GetQueueUrlCommand({ QueueName: 'nothing' }));
  await expect(missing).rejects.toThrow(QueueDoesNotExist);
});

test('a bucket takes objects and gives them out', async () => {
  const { s3 } = await started();
  const Bucket = 'archive';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const large = Buffer.alloc(20 * 1024 * 1024, 'x');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a/small.txt', Body: 'hello' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a/large.bin', Body: large }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a/small.txt' }));
  expect(await Body?.transformToString()).toBe('hello');
  const found = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a/large.bin' }));
  expect(found.ContentLength).toBe(large.length);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/' }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(['a/large.bin', 'a/small.txt']);
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'b' }))).rejects.toThrow(NoSuchKey);
});

test('a topic passes messages on to queues', async () => {
  const { sqs, sns } = await started();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'changes' }));
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: Attributes?.QueueArn,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  await sns.send(new PublishCommand({ TopicArn, Message: 'changed' }));
  expect(await bodiesIn(sqs, QueueUrl)).toEqual(['changed']);
});

test('queues are their region’s', async () => {
  const { headwater, sqs } = await started();
  const elsewhere = clientsOf({
    clientConfig: { ...headwater.clientConfig, region: 'eu-west-1' },
  }).sqs;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'here' }));
  expect((await elsewhere.send(new ListQueuesCommand())).QueueUrls).toEqual([]);
  await elsewhere.send(new CreateQueueCommand({ QueueName: 'orders' }));
  expect(await bodiesIn(elsewhere, QueueUrl)).toEqual([]);
  expect(await bodiesIn(sqs, QueueUrl)).toEqual(['here']);
});

test('all is there after a restart, at the address that the server has then', async () => {
  await using directory = await temporaryDirectory();
  const before = await startHeadwater({ dataDir: directory.path });
  const { sqs, s3 } = clientsOf(before);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
  await s3.send(new CreateBucketCommand({ Bucket: 'archive' }));
  await s3.send(new PutObjectCommand({ Bucket: 'archive', Key: 'k', Body: 'kept too' }));
  await before.close();

  const after = await started({ dataDir: directory.path });
  const found = await after.sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
  expect(found.QueueUrl).toBe(`${after.headwater.endpoint}/000000000000/orders`);
  expect(await bodiesIn(after.sqs, found.QueueUrl)).toEqual(['kept']);
  const { Body } = await after.s3.send(new GetObjectCommand({ Bucket: 'archive', Key: 'k' }));
  expect(await Body?.transformToString()).toBe('kept too');
});

function signed(service: string): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}

const form = 'application/x-www-form-urlencoded';

test('clients that speak the query protocol get XML', async () => {
  const { headwater } = await started();
  const call = async (
    body: string,
    { at = '', headers = signed('sqs') }: { at?: string; headers?: Record<string, string> } = {},
  ) => {
    const answer = await fetch(`${headwater.endpoint}${at}`, {
      method: 'POST',
      headers: { 'content-type': form, ...headers },
      body,
    });
    return { status: answer.status, text: await answer.text() };
  };
  const version = 'Version=2012-11-05';
  const created = await call(`Action=CreateQueue&QueueName=orders&${version}`);
  const url = `${headwater.endpoint}/000000000000/orders`;
  expect(created.text).toContain(`<CreateQueueResult><QueueUrl>${url}</QueueUrl>`);
  const body = encodeURIComponent('<a & "b">');
  await call(`Action=SendMessage&QueueUrl=${url}&MessageBody=${body}&${version}`);
  const received = await call(`Action=ReceiveMessage&QueueUrl=${url}&${version}`);
  expect(received.text).toContain('<Body>&lt;a &amp; &quot;b&quot;&gt;</Body>');
  // The oldest clients send to the URL of the queue.
  const sent = await call(`Action=GetQueueAttributes&AttributeName.1=QueueArn&${version}`, {
    at: '/000000000000/orders',
  });
  expect(sent.text).toContain('<Value>arn:aws:sqs:us-east-1:000000000000:orders</Value>');
  const missing = await call(`Action=GetQueueUrl&QueueName=nothing&${version}`);
  expect(missing.status).toBe(400);
  expect(missing.text).toContain('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>');
  // What nobody signed is told apart by the version of the API.
  const topics = await call('Action=ListTopics&Version=2010-03-31', { headers: {} });
  expect(topics.text).toContain('<ListTopicsResult>');
  const unknown = await call('Action=Fly&Version=1903-12-17', { headers: {} });
  expect(unknown.text).toContain('Could not find operation Fly for version 1903-12-17');
});

test('an object may be a form, or have no type', async () => {
  const { headwater, s3 } = await started();
  await s3.send(new CreateBucketCommand({ Bucket: 'archive' }));
  const url = `${headwater.endpoint}/archive/k`;
  for (const type of [form, 'application/x-amz-json-1.0', 'text/plain', undefined]) {
    const headers = { ...signed('s3'), ...(type === undefined ? {} : { 'content-type': type }) };
    const body = Buffer.from('a=1');
    expect((await fetch(url, { method: 'PUT', headers, body })).status).toBe(200);
    expect(await (await fetch(url, { headers: signed('s3') })).text()).toBe('a=1');
  }
});

test('clients that speak HTTP/2 are served too', async () => {
  const { headwater } = await started();
  const session = connect(headwater.endpoint);
  onTestFinished(() => session.destroy());
  const send = async (method: string, path: string, body = '', headers = signed('s3')) => {
    const asked = { ':method': method, ':path': path, ...headers };
    const stream = session.request(asked, { endStream: body === '' });
    const answer = once(stream, 'response');
    if (body !== '') stream.end(body);
    const [{ ':status': status, 'content-length': length }] = await answer;
    return { status, length, text: await text(stream) };
  };
  expect(await send('PUT', '/archive')).toMatchObject({ status: 200 });
  expect(await send('PUT', '/archive/k', 'hello')).toMatchObject({ status: 200 });
  expect(await send('GET', '/archive/k')).toMatchObject({ status: 200, text: 'hello' });
  expect(await send('HEAD', '/archive/k')).toEqual({ status: 200, length: '5', text: '' });
  const target = {
    'x-amz-target': 'AmazonSQS.CreateQueue',
    'content-type': 'application/x-amz-json-1.0',
  };
  const created = await send('POST', '/', '{"QueueName":"q"}', { ...signed('sqs'), ...target });
  expect(JSON.parse(created.text)).toEqual({
    QueueUrl: `${headwater.endpoint}/000000000000/q`,
  });
});

test('a presigned URL needs no client', async () => {
  const { headwater, s3 } = await started();
  await s3.send(new CreateBucketCommand({ Bucket: 'archive' }));
  const credential = encodeURIComponent('test/20260101/us-east-1/s3/aws4_request');
  const url = `${headwater.endpoint}/archive/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Signature=0`;
  expect((await fetch(url, { method: 'PUT', body: 'hello' })).status).toBe(200);
  expect(await (await fetch(url)).text()).toBe('hello');
});

test.each([
  ['GET', { ...signed('s3') }],
  ['POST', { ...signed('sqs'), 'x-amz-target': 'AmazonSQS.ListQueues' }],
  ['POST', { 'content-type': form }],
  ['PUT', { ...signed('s3') }],
])('the pages of other sites are refused: %s %j', async (method, headers) => {
  const { headwater } = await started();
  const answer = await fetch(headwater.endpoint, {
    method,
    headers: { ...headers, origin: 'https://example.org' },
  });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('AccessDenied');
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('an object that is too large is refused before it is sent', async () => {
  const { headwater, s3 } = await started();
  await s3.send(new CreateBucketCommand({ Bucket: 'archive' }));
  const outgoing = request(`${headwater.endpoint}/archive/k`, {
    method: 'PUT',
    headers: { ...signed('s3'), 'content-length': 1024 ** 3 },
  });
  outgoing.flushHeaders();
  const [answer] = await once(outgoing, 'response');
  expect(answer.statusCode).toBe(413);
  expect(await text(answer)).toContain('<Code>EntityTooLarge</Code>');
  outgoing.on('error', () => undefined).destroy();
});

// Otherwise this would take as long as the consumer waits.
test(
  'a server that stops does not wait for who waits for messages',
  { timeout: 15_000 },
  async () => {
    const { headwater, sqs } = await started();
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }));
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    const inFlight = async () =>
      (await (await fetch(`${headwater.endpoint}/_headwater/metrics`)).text()).match(
        /^headwater_requests_in_flight (\d+)/m,
      )?.[1];
    // Itself, and the one that waits.
    while ((await inFlight()) !== '2');
    await headwater.close();
    expect((await waiting).Messages).toBeUndefined();
  },
);
