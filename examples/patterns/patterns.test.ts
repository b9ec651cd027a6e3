// Each pattern in a server of its own: orders are placed, changed and cancelled, and what follows from that is there
// once the clock was told to let it happen.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import {
  type FunctionRequest,
  type Headwater,
  manualRuntime,
  startHeadwater,
} from '../../packages/server/src/index.ts';
import { filter as paid } from './ship-paid-orders.ts';
import { makeTables } from './tables.ts';

type Trigger = Exclude<FunctionRequest['on'], string | undefined>;

interface Shop {
  readonly headwater: Headwater;
  readonly elsewhere: DynamoDBClient;
  place(order: Order): Promise<unknown>;
  cancel(id: string): Promise<unknown>;
  /** Lets all happen that follows, and time pass. */
  let(time: string): Promise<void>;
  items(table: string, client?: DynamoDBClient): Promise<Record<string, unknown>[]>;
}

interface Order {
  readonly id: string;
  readonly customer?: string;
  readonly cents?: number;
  readonly status?: string;
}

/** A server whose time stands at a full minute, with the tables, and with one function for the changes of orders. */
async function shopWith(
  file: string,
  {
    on = {},
    env = {},
  }: { readonly on?: Partial<Trigger>; readonly env?: Record<string, string> } = {},
): Promise<Shop> {
  const headwater = await startHeadwater({
    runtime: manualRuntime({ startAt: Date.parse('2026-03-01T12:00:00Z') }),
  });
  onTestFinished(() => headwater.close());
  const { dynamodb, clock, functions, clientConfig } = headwater;
  const elsewhere = new DynamoDBClient({ ...clientConfig, region: 'eu-central-1' });
  onTestFinished(() => elsewhere.destroy());
  await makeTables(dynamodb, elsewhere);
  await functions.add({
    name: 'follow-orders',
    handler: fileURLToPath(new URL(file, import.meta.url)),
    env,
    on: { table: 'orders', ...on },
  });
  return {
    headwater,
    elsewhere,
    place: ({ id, customer = 'ada', cents = 100, status = 'open' }) =>
      dynamodb.send(
        new PutItemCommand({
          TableName: 'orders',
          Item: {
            id: { S: id },
            customer: { S: customer },
            cents: { N: `${cents}` },
            status: { S: status },
          },
        }),
      ),
    cancel: (id) =>
      dynamodb.send(new DeleteItemCommand({ TableName: 'orders', Key: { id: { S: id } } })),
    let: (time) => clock.advance(time),
    async items(TableName, client = dynamodb) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName }));
      return Items.map((item) => unmarshall(item));
    },
  };
}

test('event-driven: an order that becomes paid is shipped, once', async () => {
  const { place, items, ...shop } = await shopWith('ship-paid-orders.ts', {
    on: { filters: [paid] },
  });
  await place({ id: 'A-1' });
  await place({ id: 'A-2' });
  await place({ id: 'A-1', status: 'paid' });
  await place({ id: 'A-1', status: 'paid', cents: 90 });
  await shop.let('1s');
  expect(await items('shipments')).toEqual([{ id: 'A-1', status: 'to be packed' }]);
});

test('data replication: another region has what this one has', async () => {
  const { place, cancel, items, elsewhere, ...shop } = await shopWith('replicate-orders.ts');
  await place({ id: 'A-1' });
  await place({ id: 'A-2' });
  await place({ id: 'A-1', cents: 50 });
  await cancel('A-2');
  await shop.let('1s');
  expect(await items('orders-replica', elsewhere)).toEqual(await items('orders'));
});

test('real-time analytics: the turnover of each minute, soon after the minute is over', async () => {
  const { place, items, ...shop } = await shopWith('revenue-per-minute.ts', {
    on: { tumblingWindow: 60 },
  });
  await place({ id: 'A-1', cents: 100 });
  await shop.let('30s');
  await place({ id: 'A-2', cents: 20 });
  await place({ id: 'A-2', cents: 25 });
  await shop.let('20s');
  expect(await items('revenue')).toEqual([]);
  await shop.let('1m');
  await place({ id: 'A-3', cents: 7 });
  await shop.let('2m');
  const revenue = await items('revenue');
  expect(
    revenue.toSorted((a, b) => String(a['minute']).localeCompare(String(b['minute']))),
  ).toEqual([
    { minute: '2026-03-01T12:00:00Z', cents: 120, orders: 2 },
    { minute: '2026-03-01T12:01:00Z', cents: 7, orders: 1 },
  ]);
});

test('audit log: every change is an object, in the order of the changes', async () => {
  const { place, cancel, headwater, ...shop } = await shopWith('audit-log.ts');
  const s3 = new S3Client({ ...headwater.clientConfig, forcePathStyle: true });
  onTestFinished(() => s3.destroy());
  const Bucket = 'audit';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await place({ id: 'A-1', cents: 100 });
  await place({ id: 'A-1', cents: 90 });
  await cancel('A-1');
  await shop.let('1s');
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'orders/A-1/' }),
  );
  const entries = await Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return JSON.parse((await Body?.transformToString()) ?? '') as Record<string, unknown>;
    }),
  );
  expect(entries.map(({ kind }) => kind)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
  expect(entries[1]).toMatchObject({
    by: 'a request',
    before: { cents: { N: '100' } },
    after: { cents: { N: '90' } },
  });
});

test('cache invalidation: what changed is purged, also when the cache was away for a while', async () => {
  const purged: string[] = [];
  let isAway = true;
  await using cache = createServer((request, response) => {
    if (isAway) response.statusCode = 503;
    else purged.push(`${request.method} ${request.url}`);
    response.end();
  });
  await new Promise<void>((resolve) => {
    cache.listen(0, '127.0.0.1', resolve);
  });
  const { port } = cache.address() as AddressInfo;
  const { place, ...shop } = await shopWith('invalidate-cache.ts', {
    on: { reportFailures: true },
    env: { CACHE_URL: `http://127.0.0.1:${port}` },
  });
  await place({ id: 'A-1' });
  await place({ id: 'A/2' });
  await shop.let('5s');
  expect(purged).toEqual([]);
  isAway = false;
  await shop.let('1m');
  expect(purged).toEqual(['DELETE /orders/A-1', 'DELETE /orders/A%2F2']);
});

test('materialised view: totals by customer, which a record that comes twice does not change', async () => {
  const { place, cancel, items, headwater, ...shop } = await shopWith('customer-totals.ts');
  await place({ id: 'A-1', customer: 'ada', cents: 100 });
  await place({ id: 'A-2', customer: 'ada', cents: 20 });
  await place({ id: 'A-3', customer: 'bob', cents: 5 });
  await place({ id: 'A-1', customer: 'ada', cents: 70 });
  await cancel('A-3');
  await shop.let('1s');
  // The same function once more, from the beginning of the stream: every record comes a second time.
  await headwater.functions.add({
    name: 'again',
    handler: fileURLToPath(new URL('customer-totals.ts', import.meta.url)),
    on: { table: 'orders', from: 'TRIM_HORIZON' },
  });
  await shop.let('1s');
  const totals = (await items('customer-totals')).filter(({ cents }) => cents !== undefined);
  expect(totals.toSorted((a, b) => String(a['id']).localeCompare(String(b['id'])))).toEqual([
    { id: 'ada', cents: 90 },
    { id: 'bob', cents: 0 },
  ]);
});

test('cross-service: whoever subscribes to the topic hears of orders', async () => {
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:orders';
  const { place, cancel, headwater, ...shop } = await shopWith('announce-orders.ts', {
    env: { TOPIC_ARN: TopicArn },
  });
  const sns = new SNSClient(headwater.clientConfig);
  const sqs = new SQSClient(headwater.clientConfig);
  onTestFinished(() => {
    sns.destroy();
    sqs.destroy();
  });
  await sns.send(new CreateTopicCommand({ Name: 'orders' }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'mailer' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: Attributes?.QueueArn,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  await place({ id: 'A-1' });
  await cancel('A-1');
  await shop.let('1s');
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    }),
  );
  const heard = Messages.map(({ Body, MessageAttributes }) => [
    MessageAttributes?.['kind']?.StringValue,
    (JSON.parse(Body ?? '') as { order: string }).order,
  ]);
  expect(heard).toEqual([
    ['order-placed', 'A-1'],
    ['order-cancelled', 'A-1'],
  ]);
});
