// Scan: pages, segments and filters.

import { paginateScan, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

const TableName = 'things';
const all = Array.from({ length: 40 }, (_, index) => index);

async function with40Items(): Promise<Headwater> {
  const headwater = await startHeadwater();
  await aTable(headwater, { sort: 'N', partitions: 4 });
  await putItems(
    headwater,
    TableName,
    all.map((n) => ({ p: { S: `p ${n >> 1}` }, s: { N: `${n & 1}` }, n: { N: `${n}` } })),
  );
  return headwater;
}

async function scanned(
  { dynamodb }: Headwater,
  input: Partial<ScanCommandInput> = {},
): Promise<number[]> {
  const seen: number[] = [];
  const { Limit: pageSize } = input;
  const config = pageSize === undefined ? { client: dynamodb } : { client: dynamodb, pageSize };
  for await (const page of paginateScan(config, { TableName, ...input })) {
    seen.push(...(page.Items ?? []).map(({ n }) => Number(n?.N)));
  }
  return seen;
}

const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);

test.each([1, 3, 7, 39, 40, 41])('pages of %d make up the table', async (Limit) => {
  await using headwater = await with40Items();
  const seen = await scanned(headwater, { Limit });
  expect(sorted(seen)).toEqual(all);
  expect(seen).toEqual(await scanned(headwater));
});

test.each([1, 2, 3, 8, 50])('%d segments share the table out', async (TotalSegments) => {
  await using headwater = await with40Items();
  const segments = [];
  for (let Segment = 0; Segment < TotalSegments; Segment += 1) {
    segments.push(await scanned(headwater, { Segment, TotalSegments, Limit: 3 }));
  }
  expect(sorted(segments.flat())).toEqual(all);
  expect(segments.filter((segment) => segment.length > 0).length).toBeGreaterThan(
    TotalSegments === 1 ? 0 : 1,
  );
});

test('items of one partition key stand together, in order of the sort key', async () => {
  await using headwater = await with40Items();
  const seen = await scanned(headwater);
  for (const n of all.filter((n) => n % 2 === 0)) {
    expect(seen[seen.indexOf(n) + 1]).toBe(n + 1);
  }
});

test('a filter shows part of what is scanned', async () => {
  await using headwater = await with40Items();
  const { Items, Count, ScannedCount } = await headwater.dynamodb.send(
    new ScanCommand({
      TableName,
      FilterExpression: 'n BETWEEN :low AND :high AND NOT n = :not',
      ExpressionAttributeValues: {
        ':low': { N: '3' },
        ':high': { N: '6' },
        ':not': { N: '4' },
      },
      ProjectionExpression: 'n',
    }),
  );
  expect(sorted((Items ?? []).map(({ n }) => Number(n?.N)))).toEqual([3, 5, 6]);
  expect([Count, ScannedCount]).toEqual([3, 40]);
});

test('a page ends at 1 MB, also when its filter shows nothing', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const filler = { S: 'x'.repeat(200_000) };
  await putItems(
    headwater,
    TableName,
    all.slice(0, 12).map((n) => ({ p: { S: `${n}` }, filler })),
  );
  const pages = [];
  for await (const { Items, ScannedCount } of paginateScan(
    { client: headwater.dynamodb },
    { TableName, FilterExpression: 'attribute_exists(nothing)' },
  )) {
    pages.push([Items?.length, ScannedCount]);
  }
  expect(pages).toEqual([
    [0, 6],
    [0, 6],
    [0, 0],
  ]);
});
