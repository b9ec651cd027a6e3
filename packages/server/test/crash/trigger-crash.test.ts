// A server is killed while a trigger is in the middle of its batches and retries: it goes on where it was, and
// its function gets every record, those of each item in their order.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { startServerProcess } from './server-process.ts';

const TableName = 'orders';
const keys = ['a', 'b', 'c', 'd', 'e'];
const kills = 3;
const writesOfRound = 40;

function clientOf(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
}

async function control(url: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${url}/_headwater/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(`${response.status} ${await response.text()}`).toMatch(/^20/);
}

async function setUp(url: string, notes: string): Promise<void> {
  using dynamodb = disposable(clientOf(url));
  await dynamodb.client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  const handler = fileURLToPath(new URL('trigger-handler.ts', import.meta.url));
  const on = { table: TableName, batchSize: 7 };
  await control(url, 'functions', {
    action: 'add',
    name: 'note',
    handler,
    env: { NOTES: notes },
    on,
  });
}

function disposable(client: DynamoDBClient) {
  return { client, [Symbol.dispose]: () => client.destroy() };
}

async function write(url: string, from: number): Promise<void> {
  using dynamodb = disposable(clientOf(url));
  for (let value = from; value < from + writesOfRound; value += 1) {
    const Item = { id: { S: keys[value % keys.length] ?? '' }, value: { N: String(value) } };
    await dynamodb.client.send(new PutItemCommand({ TableName, Item }));
  }
}

async function notesIn(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}

test.each(['fsync', 'os'] as const)(
  'a killed server goes on with its triggers where they were (durability %s)',
  { timeout: 120_000 },
  async (durability) => {
    await using directory = await temporaryDirectory();
    const dataDir = join(directory.path, 'data');
    const notes = join(directory.path, 'notes');
    let written = 0;
    let rounds = 0;
    for (; rounds <= kills; rounds += 1) {
      await using server = startServerProcess({ dataDir, durability });
      const url = await server.url;
      if (rounds === 0) await setUp(url, notes);
      const before = (await notesIn(notes)).length;
      await write(url, written);
      written += writesOfRound;
      if (rounds < kills) {
        // Some batches are done, one fails every third time, others wait.
        await until(async () => (await notesIn(notes)).length > before + 10 * rounds);
        await server.kill();
      } else await until(async () => new Set(await notesIn(notes)).size === written);
      expect(server.errors).toEqual([]);
    }
    const noted = await notesIn(notes);
    const first = Map.groupBy(new Set(noted), (line) => line.split(' ')[0] as string);
    for (const [index, key] of keys.entries()) {
      const values = Array.from({ length: written / keys.length }, (_, round) => round * 5 + index);
      expect(first.get(key)).toEqual(values.map((value) => `${key} ${value}`));
    }
    // What was in the function, or done within the last moments, comes again, and no more than that.
    expect(noted.length - written).toBeLessThanOrEqual(kills * 3 * 7);
  },
);
