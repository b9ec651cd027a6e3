// Query: the operators on sort keys of each type, both directions, and pages.

import {
  type AttributeValue,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

const TableName = 'things';
const own = { p: { S: 'own' } };

/** Makes a value of a type from a number, so that order of numbers is order of values. */
const makers = {
  S: (number: number): AttributeValue => ({ S: `k${String.fromCharCode(1000 + number)}` }),
  N: (number: number): AttributeValue => ({ N: String(number * 1.5) }),
  B: (number: number): AttributeValue => ({ B: Uint8Array.of(7, 128 + number) }),
};

async function withItems(type: 'S' | 'N' | 'B', count: number): Promise<Headwater> {
  const headwater = await startHeadwater();
  await aTable(headwater, { sort: type });
  const make = makers[type];
  // Not in the order of their keys, and with neighbours that must not show.
  const numbers = Array.from({ length: count }, (_, index) => (index * 7) % count);
  await putItems(
    headwater,
    TableName,
    numbers.flatMap((n) => [
      { ...own, s: make(n), n: { N: `${n}` } },
      { p: { S: 'other' }, s: make(n), n: { N: '-1' } },
    ]),
  );
  return headwater;
}

const numbersOf = (items: readonly Record<string, AttributeValue>[] = []): number[] =>
  items.map((item) => Number(item['n']?.N));

describe.each(['S', 'N', 'B'] as const)('on a sort key of type %s', (type) => {
  const make = makers[type];

  test.each<[string, number[], number[]]>([
    ['s = :0', [4], [4]],
    ['s < :0', [3], [0, 1, 2]],
    ['s <= :0', [3], [0, 1, 2, 3]],
    ['s > :0', [6], [7, 8]],
    ['s >= :0', [6], [6, 7, 8]],
    [':0 <= s', [6], [6, 7, 8]],
    ['s BETWEEN :0 AND :1', [2, 5], [2, 3, 4, 5]],
    ['s = :0', [99], []],
  ])('%s of %j', async (condition, operands, expected) => {
    await using headwater = await withItems(type, 9);
    const query = (ScanIndexForward: boolean) =>
      headwater.dynamodb.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: `p = :p AND ${condition}`,
          ExpressionAttributeValues: {
            ':p': own.p,
            ...Object.fromEntries(operands.map((n, index) => [`:${index}`, make(n)])),
          },
          ScanIndexForward,
        }),
      );
    const forward = await query(true);
    expect(numbersOf(forward.Items)).toEqual(expected);
    expect(forward).toMatchObject({ Count: expected.length, ScannedCount: expected.length });
    expect(numbersOf((await query(false)).Items)).toEqual(expected.toReversed());
  });

  test.each([true, false])('pages of any size make up the whole (forward: %s)', async (forward) => {
    await using headwater = await withItems(type, 9);
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    for (const pageSize of [1, 2, 3, 9, 10]) {
      const seen: number[] = [];
      const config = { client: headwater.dynamodb, pageSize };
      for await (const page of paginateQuery(config, {
        TableName,
        KeyConditionExpression: 'p = :p',
        ExpressionAttributeValues: { ':p': own.p },
        ScanIndexForward: forward,
      })) {
        seen.push(...numbersOf(page.Items));
      }
      expect(seen).toEqual(forward ? all : all.toReversed());
    }
  });
});

test.each<[string, AttributeValue, number]>([
  ['S', { S: 'k' }, 9],
  ['B', { B: Uint8Array.of(7) }, 9],
  ['B', { B: Uint8Array.of(7, 130) }, 1],
])('begins_with on %s', async (type, prefix, count) => {
  await using headwater = await withItems(type as 'S' | 'B', 9);
  const { Count } = await headwater.dynamodb.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'begins_with(s, :s) AND p = :p',
      ExpressionAttributeValues: { ':p': own.p, ':s': prefix },
    }),
  );
  expect(Count).toBe(count);
});

test('numbers are in order of value, whatever they look like', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater, { sort: 'N' });
  const sorted = ['-1e100', '-22', '-3.5', '-1e-100', '0', '1e-100', '0.5', '3', '10', '9e99'];
  await putItems(
    headwater,
    TableName,
    sorted.toReversed().map((N, index) => ({ p: own.p, s: { N }, n: { N: `${9 - index}` } })),
  );
  const { Items } = await headwater.dynamodb.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'p = :p',
      ExpressionAttributeValues: { ':p': own.p },
    }),
  );
  expect(numbersOf(Items)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

describe('with nine items', () => {
  const query = async (input: Partial<QueryCommandInput>) => {
    await using headwater = await withItems('N', 9);
    return await headwater.dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'p = :p',
        ...input,
        ExpressionAttributeValues: { ':p': own.p, ...input.ExpressionAttributeValues },
      }),
    );
  };

  test('a start key need not be an item', async () => {
    const ExclusiveStartKey = { ...own, s: { N: '7' } };
    expect(numbersOf((await query({ ExclusiveStartKey })).Items)).toEqual([5, 6, 7, 8]);
    expect(numbersOf((await query({ ExclusiveStartKey, ScanIndexForward: false })).Items)).toEqual([
      4, 3, 2, 1, 0,
    ]);
  });

  test('a limit counts what is looked at, a filter decides what is shown', async () => {
    const page = await query({
      FilterExpression: 'n > :n',
      ExpressionAttributeValues: { ':n': { N: '2' } },
      Limit: 5,
    });
    expect(numbersOf(page.Items)).toEqual([3, 4]);
    expect(page).toMatchObject({
      Count: 2,
      ScannedCount: 5,
      LastEvaluatedKey: { ...own, s: { N: '6' } },
    });
  });

  test('a count has no items', async () => {
    const { $metadata: _, ...page } = await query({ Select: 'COUNT' });
    expect(page).toEqual({ Count: 9, ScannedCount: 9 });
  });

  test('a projection shows what it names', async () => {
    const { Items } = await query({ ProjectionExpression: 'n', Limit: 2 });
    expect(Items).toEqual([{ n: { N: '0' } }, { n: { N: '1' } }]);
  });
});

test('a page ends at 1 MB', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater, { sort: 'N' });
  const filler = { S: 'x'.repeat(200_000) };
  const items = Array.from({ length: 12 }, (_, n) => ({
    ...own,
    s: { N: `${n}` },
    n: { N: `${n}` },
    filler,
  }));
  await putItems(headwater, TableName, items);
  const pages: number[][] = [];
  for await (const page of paginateQuery(
    { client: headwater.dynamodb },
    {
      TableName,
      KeyConditionExpression: 'p = :p',
      ExpressionAttributeValues: { ':p': own.p },
    },
  )) {
    pages.push(numbersOf(page.Items));
  }
  // Five items are 1,000,000 bytes and a little; the sixth passes 1,048,576.
  expect(pages).toEqual([[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11], []]);
});
