// BatchWriteItem and BatchGetItem.

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ScanCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

const key = (number: number) => ({ p: { S: `item ${number}` } });
const put = (number: number): WriteRequest => ({ PutRequest: { Item: key(number) } });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test('25 writes in two tables, of both kinds', async () => {
  await using headwater = await startHeadwater({ partitions: 3 });
  const { dynamodb } = headwater;
  await aTable(headwater, { name: 'left' });
  await aTable(headwater, { name: 'right' });
  await putItems(headwater, 'left', [key(100)]);
  const { UnprocessedItems } = await dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: {
        left: [
          ...numbers(14).map(put),
          { DeleteRequest: { Key: key(100) } },
          { DeleteRequest: { Key: key(101) } },
        ],
        right: numbers(9).map(put),
      },
    }),
  );
  expect(UnprocessedItems).toEqual({});
  const counted = async (TableName: string) =>
    (await dynamodb.send(new ScanCommand({ TableName }))).Items?.map(({ p }) => p?.S).toSorted();
  expect(await counted('left')).toEqual(
    numbers(14)
      .map((number) => `item ${number}`)
      .toSorted(),
  );
  expect(await counted('right')).toHaveLength(9);
});

test.each<[string, WriteRequest[], string]>([
  [
    'writes one item twice',
    [put(1), { DeleteRequest: { Key: key(1) } }],
    'Provided list of item keys contains duplicates',
  ],
  ['has 26 writes', numbers(26).map(put), 'Member must have length less than or equal to 25'],
])('a batch that %s is refused as a whole', async (_, writes, message) => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const { dynamodb } = headwater;
  const command = new BatchWriteItemCommand({ RequestItems: { things: writes } });
  await expect(dynamodb.send(command)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
  });
  expect((await dynamodb.send(new ScanCommand({ TableName: 'things' }))).Count).toBe(0);
});

test('100 keys are read at once; those without an item are left out', async () => {
  await using headwater = await startHeadwater({ partitions: 3 });
  await aTable(headwater);
  await aTable(headwater, { name: 'empty' });
  const items = numbers(60).map((number) => ({ p: key(number).p, n: { N: `${number}` } }));
  await putItems(headwater, 'things', items);
  const { Responses, UnprocessedKeys } = await headwater.dynamodb.send(
    new BatchGetItemCommand({
      RequestItems: {
        things: {
          Keys: numbers(99).map(key),
          ProjectionExpression: '#n',
          ExpressionAttributeNames: { '#n': 'n' },
          ConsistentRead: true,
        },
        empty: { Keys: [key(1)] },
      },
    }),
  );
  expect(UnprocessedKeys).toEqual({});
  expect(Responses?.['empty']).toEqual([]);
  const read = Responses?.['things']?.map(({ n }) => Number(n?.N)).toSorted((a, b) => a - b);
  expect(read).toEqual(numbers(60));
});

test('what exceeds 16 MB comes back as keys to ask for again', { timeout: 60_000 }, async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const filler = { S: 'x'.repeat(390_000) };
  const keys = numbers(50).map(key);
  await putItems(
    headwater,
    'things',
    keys.map((item) => ({ ...item, filler })),
  );
  const seen = new Set<string | undefined>();
  let asked = keys;
  let rounds = 0;
  while (asked.length > 0) {
    const { Responses, UnprocessedKeys } = await headwater.dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { things: { Keys: asked } } }),
    );
    for (const { p } of Responses?.['things'] ?? []) seen.add(p?.S);
    expect(seen.size).toBeGreaterThan(keys.length - asked.length);
    asked = (UnprocessedKeys?.['things']?.Keys ?? []) as typeof keys;
    rounds += 1;
  }
  expect([seen.size, rounds]).toEqual([50, 2]);
});
