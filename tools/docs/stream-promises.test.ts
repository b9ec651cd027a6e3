// What docs/GUARANTEES.md promises of streams, seen from outside: over the wire, on a server that is
// killed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBStreams,
  type GetRecordsCommandOutput,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { expect, onTestFinished, test } from 'vitest';
import { runServer } from './running-server.ts';

const partitions = 4;
const TableName = 'counters';
const names = Array.from({ length: 25 }, (_, index) => `counter ${index}`);

/** Starts a server on `dataDir` with clients of its own. */
async function start(dataDir: string) {
  const server = await runServer(['--data-dir', dataDir, '--partitions', String(partitions)]);
  const config = {
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const dynamodb = new DynamoDB(config);
  const streams = new DynamoDBStreams(config);
  onTestFinished(async () => {
    dynamodb.destroy();
    streams.destroy();
    await server[Symbol.asyncDispose]();
  });
  return { server, dynamodb, streams };
}

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-promises-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function createTable(dynamodb: DynamoDB): Promise<string> {
  const { TableDescription: table } = await dynamodb.createTable({
    TableName,
    AttributeDefinitions: [{ AttributeName: 'name', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  return table?.LatestStreamArn ?? '';
}

/** Adds one to the counter: each call changes the item. */
function count(dynamodb: DynamoDB, name: string) {
  return dynamodb.updateItem({
    TableName,
    Key: { name: { S: name } },
    UpdateExpression: 'ADD #count :one',
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: { ':one': { N: '1' } },
  });
}

async function countAll(dynamodb: DynamoDB, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(names.map((name) => count(dynamodb, name)));
  }
}

/** An iterator of each shard, from its oldest record on. */
async function iterators(streams: DynamoDBStreams, StreamArn: string): Promise<string[]> {
  const { StreamDescription: stream } = await streams.describeStream({ StreamArn });
  const answers = (stream?.Shards ?? []).map(({ ShardId }) =>
    streams.getShardIterator({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  return (await Promise.all(answers)).map(({ ShardIterator = '' }) => ShardIterator);
}

/** Reads a shard up to its first empty page, a few records a page. */
async function readOn(streams: DynamoDBStreams, iterator: string): Promise<StreamRecord[]> {
  const read: StreamRecord[] = [];
  for (let next: string | undefined = iterator; next !== undefined;) {
    const page: GetRecordsCommandOutput = await streams.getRecords({
      ShardIterator: next,
      Limit: 7,
    });
    if (page.Records?.length === 0) break;
    read.push(...(page.Records ?? []));
    next = page.NextShardIterator;
  }
  return read;
}

/** The values that each counter was set to, in the order of the records of its shard. */
function valuesByName(records: readonly StreamRecord[]): Map<string, number[]> {
  const values = new Map<string, number[]>();
  for (const { dynamodb } of records) {
    const name = dynamodb?.Keys?.['name']?.S ?? '';
    const list = values.get(name) ?? [];
    list.push(Number(dynamodb?.NewImage?.['count']?.N));
    values.set(name, list);
  }
  return values;
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

test('each change is one record, and those of an item come in its order, whatever its shard', async () => {
  const { dynamodb, streams } = await start(await dataFolder());
  const arn = await createTable(dynamodb);
  await countAll(dynamodb, 8);
  const shards = await iterators(streams, arn);
  expect(shards).toHaveLength(partitions);
  const read = await Promise.all(shards.map((iterator) => readOn(streams, iterator)));
  expect(read.every((records) => records.length > 0)).toBe(true);
  const values = valuesByName(read.flat());
  expect([...values.keys()].toSorted()).toEqual(names.toSorted());
  expect([...values.values()]).toEqual(names.map(() => upTo(8)));
});

test('after kill -9 all that was acknowledged is there, records are the same, and iterators go on', async () => {
  const dataDir = await dataFolder();
  const first = await start(dataDir);
  const arn = await createTable(first.dynamodb);
  await countAll(first.dynamodb, 2);
  const [before = ''] = await iterators(first.streams, arn);
  const page = await first.streams.getRecords({ ShardIterator: before, Limit: 5 });
  expect(page.Records).toHaveLength(5);
  await countAll(first.dynamodb, 2);
  await first.server.kill();

  const second = await start(dataDir);
  const rest = await readOn(second.streams, page.NextShardIterator ?? '');
  expect((await readOn(second.streams, before)).slice(0, 5)).toEqual(page.Records);
  const values = valuesByName([...(page.Records ?? []), ...rest]);
  expect(values.size).toBeGreaterThan(1);
  expect([...values.values()]).toEqual([...values].map(() => upTo(4)));
  const { Items } = await second.dynamodb.scan({ TableName });
  expect(Items?.map((item) => item['count']?.N)).toEqual(names.map(() => '4'));
});
