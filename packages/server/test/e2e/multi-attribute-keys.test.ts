// Global indexes with several attributes in their keys, through the SDK. What AWS does with them was
// observed on AWS in October 2026 (the cases of paritysuite).

import {
  type AttributeValue,
  CreateTableCommand,
  DescribeTableCommand,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';
import { putItems } from './a-table.ts';

function hash(...names: string[]): KeySchemaElement[] {
  return names.map((AttributeName) => ({ AttributeName, KeyType: 'HASH' }));
}

function range(...names: string[]): KeySchemaElement[] {
  return names.map((AttributeName) => ({ AttributeName, KeyType: 'RANGE' }));
}

function index(...KeySchema: KeySchemaElement[]): GlobalSecondaryIndex {
  return { IndexName: 'byPlace', KeySchema, Projection: { ProjectionType: 'KEYS_ONLY' } };
}

/** Boats by country and harbour, then by pier, berth and name. */
const byPlace = index(...hash('country', 'harbour'), ...range('pier', 'berth', 'title'));
const types = { p: 'S', country: 'S', harbour: 'S', pier: 'S', berth: 'N', title: 'S' } as const;

async function createBoats(
  { dynamodb }: Headwater,
  indexes: GlobalSecondaryIndex[],
  attributes: Readonly<Record<string, 'S' | 'N' | 'B'>> = types,
): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'boats',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: hash('p'),
      AttributeDefinitions: Object.entries(attributes).map(([AttributeName, AttributeType]) => ({
        AttributeName,
        AttributeType,
      })),
      ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    }),
  );
}

type Boat = Record<string, AttributeValue>;

function boat(p: string, pier: string, berth: string, title: string): Boat {
  return {
    p: { S: p },
    country: { S: 'NL' },
    harbour: { S: 'Hoorn' },
    pier: { S: pier },
    berth: { N: berth },
    title: { S: title },
    crew: { N: '2' },
  };
}

/** In the order of the index, not of their names. */
const boats = [
  boat('e', 'A', '-1', 'Alk'),
  boat('d', 'A', '9', 'Alk'),
  boat('c', 'A', '10', 'Alk'),
  boat('b', 'A', '10', 'Meeuw'),
  boat('a', 'B', '1', 'Alk'),
];
const elsewhere = { ...boat('f', 'A', '9', 'Alk'), harbour: { S: 'Edam' } };
const { title: _, ...nameless } = boat('g', 'A', '9', 'x');

const values: Record<string, AttributeValue> = {
  ':c': { S: 'NL' },
  ':h': { S: 'Hoorn' },
  ':pier': { S: 'A' },
  ':berth': { N: '10' },
  ':low': { N: '0' },
  ':title': { S: 'M' },
};
const inHoorn = 'country = :c AND harbour = :h';

async function query(server: Headwater, condition: string, more: Partial<QueryCommandInput> = {}) {
  const used = Object.entries(values).filter(([name]) => condition.includes(name));
  const page = await server.dynamodb.send(
    new QueryCommand({
      TableName: 'boats',
      IndexName: 'byPlace',
      KeyConditionExpression: condition,
      ExpressionAttributeValues: Object.fromEntries(used),
      ...more,
    }),
  );
  return { found: page.Items?.map(({ p }) => p?.S).join(''), page };
}

describe('a query', () => {
  async function withBoats(): Promise<Headwater> {
    const server = await startHeadwater();
    await createBoats(server, [byPlace]);
    await putItems(server, 'boats', [...boats.toReversed(), elsewhere, nameless]);
    return server;
  }

  test.for([
    [inHoorn, 'edcba'],
    [`${inHoorn} AND pier = :pier`, 'edcb'],
    [`${inHoorn} AND pier > :pier`, 'a'],
    [`${inHoorn} AND pier = :pier AND berth = :berth`, 'cb'],
    [`${inHoorn} AND pier = :pier AND berth < :berth`, 'ed'],
    [`${inHoorn} AND pier = :pier AND berth BETWEEN :low AND :berth`, 'dcb'],
    [`${inHoorn} AND pier = :pier AND berth = :berth AND begins_with(title, :title)`, 'b'],
    [`${inHoorn} AND pier = :pier AND berth = :berth AND title = :title`, ''],
    // In any order.
    ['berth = :berth AND harbour = :h AND pier = :pier AND country = :c', 'cb'],
  ] as const)('%s finds %s', async ([condition, found]) => {
    await using server = await withBoats();
    expect((await query(server, condition)).found).toBe(found);
    const backwards = await query(server, condition, { ScanIndexForward: false });
    expect(backwards.found).toBe(found.split('').toReversed().join(''));
  });

  const gap = (names: string, name: string) =>
    `RANGE key attributes ${names} must have equality conditions specified in the query because a condition is present on key attribute ${name}`;

  test.for([
    ['country = :c', 'Query condition missed key schema element: harbour'],
    ['harbour = :h', 'Query condition missed key schema element: country'],
    ['country = :c AND harbour > :h', 'Query key condition not supported'],
    [`${inHoorn} AND berth = :berth`, gap('pier', 'berth')],
    [`${inHoorn} AND pier = :pier AND title = :title`, gap('berth', 'title')],
    [`${inHoorn} AND pier > :pier AND berth = :berth`, gap('pier', 'berth')],
  ] as const)('%s is refused', async ([condition, message]) => {
    await using server = await withBoats();
    await expect(query(server, condition)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as unknown,
    });
  });

  test('goes on from page to page by a key that has all attributes of both keys', async () => {
    await using server = await withBoats();
    let found = '';
    let start: Boat | undefined;
    do {
      const more = start === undefined ? {} : { ExclusiveStartKey: start };
      const one = await query(server, inHoorn, { Limit: 2, ...more });
      found += one.found;
      start = one.page.LastEvaluatedKey;
      if (start !== undefined) {
        const names = ['berth', 'country', 'harbour', 'p', 'pier', 'title'];
        expect(Object.keys(start).toSorted()).toEqual(names);
      }
    } while (start !== undefined);
    expect(found).toBe('edcba');
    const { p = { S: '' }, ...rest } = boats[0] ?? {};
    const incomplete = { ExclusiveStartKey: { p, country: rest['country'] ?? { S: '' } } };
    await expect(query(server, inHoorn, incomplete)).rejects.toThrow(
      'The provided starting key is invalid',
    );
  });

  test('has the keys of both, and nothing else, where the index projects keys', async () => {
    await using server = await withBoats();
    const { page } = await query(server, inHoorn, { Limit: 1 });
    const { crew: _crew, ...keys } = boats[0] ?? {};
    expect(page.Items).toEqual([keys]);
    const scanned = await server.dynamodb.send(
      new ScanCommand({ TableName: 'boats', IndexName: 'byPlace' }),
    );
    expect(scanned.Count).toBe(6);
  });
});

test('an item is in the index while it has every attribute of its key', async () => {
  await using server = await startHeadwater();
  await createBoats(server, [byPlace]);
  await putItems(server, 'boats', [nameless]);
  const change = async (UpdateExpression: string, of: string[] = []) => {
    const used = of.map((name) => [name, values[name]] as const);
    await server.dynamodb.send(
      new UpdateItemCommand({
        TableName: 'boats',
        Key: { p: { S: 'g' } },
        UpdateExpression,
        ...(of.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) as Boat }),
      }),
    );
    return (await query(server, inHoorn)).found;
  };
  expect(await change('SET title = :title', [':title'])).toBe('g');
  expect(await change('SET berth = :berth', [':berth'])).toBe('g');
  expect(await change('REMOVE pier')).toBe('');
  expect(await change('SET pier = :pier', [':pier'])).toBe('g');
  const mismatch = 'Type mismatch for Index Key berth Expected: N Actual: S IndexName: byPlace';
  await expect(change('SET berth = :title', [':title'])).rejects.toThrow(mismatch);
  const wrong = { ...nameless, berth: { S: 'x' } };
  await expect(putItems(server, 'boats', [wrong])).rejects.toThrow(mismatch);
  expect((await query(server, inHoorn)).found).toBe('g');
});

test('one that is added later is filled', async () => {
  await using server = await startHeadwater();
  await createBoats(server, [], { p: 'S' });
  await putItems(server, 'boats', [...boats, nameless]);
  await server.dynamodb.send(
    new UpdateTableCommand({
      TableName: 'boats',
      AttributeDefinitions: Object.entries(types).map(([AttributeName, AttributeType]) => ({
        AttributeName,
        AttributeType,
      })),
      GlobalSecondaryIndexUpdates: [{ Create: byPlace }],
    }),
  );
  await expect
    .poll(() =>
      query(server, inHoorn).then(
        ({ found }) => found,
        () => undefined,
      ),
    )
    .toBe('edcba');
});

describe('a key schema', () => {
  const many = { p: 'S', a: 'S', b: 'S', c: 'S', d: 'S', e: 'S' } as const;

  test('may have four attributes of each role', async () => {
    await using server = await startHeadwater();
    const all = { ...many, f: 'N', g: 'N', h: 'B' } as const;
    const one = index(...hash('a', 'b', 'c', 'd'), ...range('e', 'f', 'g', 'h'));
    await createBoats(server, [one], all);
    const { Table } = await server.dynamodb.send(new DescribeTableCommand({ TableName: 'boats' }));
    expect(Table?.GlobalSecondaryIndexes).toMatchObject([one]);
  });

  test.for([
    [
      index(...hash('a', 'b', 'c', 'd', 'e')),
      'The KeySchema exceeds the maximum allowed number of HASH key attributes',
    ],
    [
      index(...hash('p'), ...range('a', 'b', 'c', 'd', 'e')),
      'The KeySchema exceeds the maximum allowed number of RANGE key attributes',
    ],
    [
      index(...hash('a'), ...range('b'), ...hash('c'), ...range('d', 'e')),
      'All HASH key attributes must precede RANGE key attributes in the KeySchema',
    ],
    [
      index(...hash('a', 'b'), ...range('c', 'd', 'e', 'a')),
      'The KeySchema contains multiple key attributes with the same name',
    ],
    [index(...range('a', 'b', 'c', 'd', 'e')), 'The first KeySchemaElement is not a HASH key type'],
  ] as const)(
    'with too many, mixed or repeated attributes is refused: %#',
    async ([one, message]) => {
      await using server = await startHeadwater();
      await expect(createBoats(server, [one], many)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as unknown,
      });
    },
  );

  test('of a table has two at most', async () => {
    await using server = await startHeadwater();
    const create = server.dynamodb.send(
      new CreateTableCommand({
        TableName: 'boats',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [...hash('a'), ...range('b', 'c')],
        AttributeDefinitions: ['a', 'b', 'c'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
      }),
    );
    await expect(create).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
