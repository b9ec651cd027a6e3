// Workers that are processes share the stream of a server that is one too. One is killed with a record in its handler,
// and one is stopped for longer than its leases last, and goes on.

import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../server/test/temporary-directory.ts';
import { startServerProcess } from '../../../../server/test/crash/server-process.ts';
import { table } from '../a-stream.ts';
import type { RecordNews } from './worker.ts';
import { Lines, startWorker } from './worker-process.ts';

const items = Array.from({ length: 24 }, (_, index) => `item ${index}`);

async function aServer() {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await temporaryDirectory());
  const server = stack.use(startServerProcess({ dataDir: directory.path, durability: 'os' }));
  const endpoint = await server.url;
  const dynamodb = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'headwater' },
  });
  stack.defer(() => dynamodb.destroy());
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      Tags: [{ Key: 'headwater:partitions', Value: '4' }],
    }),
  );
  const resources = stack.move();
  return {
    endpoint,
    streamArn: TableDescription?.LatestStreamArn ?? '',
    /** A version of each item. */
    async write(version: number) {
      const puts = items.map((id) => ({ id: { S: id }, version: { N: String(version) } }));
      for (const Item of puts) await dynamodb.send(new PutItemCommand({ TableName: table, Item }));
    },
    async disable() {
      const StreamSpecification = { StreamEnabled: false };
      await dynamodb.send(new UpdateTableCommand({ TableName: table, StreamSpecification }));
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

type Told = Lines['all'];
type OfRecord = Told[number] & RecordNews;

const ofRecords = (lines: Told, type: RecordNews['type']): OfRecord[] =>
  lines.filter((line): line is OfRecord => line.type === type);

const isProcessed =
  (version: number) =>
  (lines: Told): boolean => {
    const of = ofRecords(lines, 'processed').filter(({ order }) => order.version === version);
    return new Set(of.map(({ order }) => order.id)).size === items.length;
  };

const told =
  (worker: string, type: Told[number]['type'], count = 1) =>
  (lines: Told): boolean =>
    lines.filter((line) => line.worker === worker && line.type === type).length >= count;

test('one is killed, one is stopped beyond its leases and goes on: nothing is lost, order is kept, and who was away is fenced off', async () => {
  await using server = await aServer();
  await using stack = new AsyncDisposableStack();
  const { endpoint, streamArn, write } = server;
  const lines = new Lines();
  const start = (name: string, holdAt?: number) =>
    stack.use(
      startWorker(
        { name, endpoint, streamArn, leaseMs: 2000, ...(holdAt === undefined ? {} : { holdAt }) },
        lines,
      ),
    );

  const a = start('a', 3);
  await lines.until(told('a', 'lease-taken', 4));
  await write(1);
  const b = start('b', 6);
  await lines.until(told('b', 'lease-taken', 2));
  await write(2);
  await lines.until(isProcessed(2));

  await write(3);
  await lines.until(told('a', 'holding'));
  a.signal('SIGKILL');
  await write(4);
  await lines.until(isProcessed(4));

  start('c');
  await lines.until(told('c', 'lease-taken', 2));
  await write(5);
  await lines.until(isProcessed(5));

  await write(6);
  await lines.until(told('b', 'holding'));
  b.signal('SIGSTOP');
  await write(7);
  await lines.until(isProcessed(7));
  b.signal('SIGCONT');
  await lines.until(told('b', 'lease-lost'));
  await write(8);
  await lines.until(isProcessed(8));
  await server.disable();
  await lines.until(told('b', 'ended'));
  await lines.until(told('c', 'ended'));

  const inTime = lines.all.toSorted((x, y) => Number(BigInt(x.at) - BigInt(y.at)));
  const versions = Map.groupBy(ofRecords(inTime, 'processed'), ({ order }) => order.id);
  for (const id of items) {
    const firsts = new Set(versions.get(id)?.map(({ order }) => order.version));
    expect([id, ...firsts]).toEqual([id, 1, 2, 3, 4, 5, 6, 7, 8]);
  }
  // What was in the handler of the one that was stopped was processed elsewhere first, and its lease was lost.
  const [held] = ofRecords(
    inTime.filter(({ worker }) => worker === 'b'),
    'holding',
  );
  const twice = versions.get(held?.order.id ?? '')?.filter(({ order }) => order.version === 6);
  expect([twice?.at(0)?.worker, twice?.at(-1)?.worker]).toEqual(['c', 'b']);
  expect(inTime).toContainEqual(
    expect.objectContaining({ worker: 'b', type: 'lease-lost', shardId: held?.shardId }),
  );
  expect(lines.all.filter(({ type }) => type === 'ended')).toMatchObject([
    { reason: 'stream-ended' },
    { reason: 'stream-ended' },
  ]);
}, 120_000);
