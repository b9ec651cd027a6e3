// DynamoDB's limits from both sides: what just fits is done, one more is refused in AWS's words (observed on
// AWS: the cases of scylla, dynalite and paritysuite; the API model).

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';
import { aTable } from './a-table.ts';
import { rawRequest } from './raw-request.ts';

type Input = Readonly<Record<string, unknown>>;

interface Limit {
  readonly what: string;
  readonly operation: string;
  readonly input: (size: number) => Input;
  readonly fits: number;
  /** What one more is told. */
  readonly refusal: string;
}

function text(size: number): string {
  return 'x'.repeat(size);
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const key = { p: { S: 'a' } };

function put(item: Input, more: Input = {}): Input {
  return { TableName: 'things', Item: { ...key, ...item }, ...more };
}

function putIf(condition: string, values: Input): Input {
  return put({}, { ConditionExpression: condition, ExpressionAttributeValues: values });
}

/** A table of its own for each size. */
function create(size: number, more: Input): Input {
  return {
    TableName: `made-${JSON.stringify(more).length}-${size}`,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [hash('p'), range('s')],
    AttributeDefinitions: ['p', 's'].map(defined),
    ...more,
  };
}

const hash = (name: string) => ({ AttributeName: name, KeyType: 'HASH' });
const range = (name: string) => ({ AttributeName: name, KeyType: 'RANGE' });
const defined = (name: string) => ({ AttributeName: name, AttributeType: 'S' });

function indexes(count: number, projection: Input = { ProjectionType: 'ALL' }): Input[] {
  const keySchema = [hash('p'), range('s')];
  return times(count, (index) => ({
    IndexName: `index-${index}`,
    KeySchema: keySchema,
    Projection: projection,
  }));
}

function including(...names: string[]): Input {
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: names };
}

function nested(depth: number): Input {
  let value: Input = { S: '' };
  for (let level = 0; level < depth; level += 1) value = { L: [value] };
  return value;
}

function placeholders(count: number): Input {
  return Object.fromEntries(times(count, (index) => [`:v${index}`, { S: `${index}` }]));
}

const notFound = 'attribute_not_exists(nothing)';

const limits: Limit[] = [
  {
    what: 'bytes of an item',
    operation: 'PutItem',
    input: (size) => put({ v: { S: text(size - 'pav'.length) } }),
    fits: 409_600,
    refusal: 'Item size has exceeded the maximum allowed size',
  },
  {
    what: 'bytes of an item that is updated',
    operation: 'UpdateItem',
    input: (size) => ({
      TableName: 'things',
      Key: { p: { S: 'u' } },
      UpdateExpression: 'SET v = :v',
      ExpressionAttributeValues: { ':v': { S: text(size - 'puv'.length) } },
    }),
    fits: 409_600,
    refusal: 'Item size to update has exceeded the maximum allowed size',
  },
  {
    what: 'bytes of a partition key',
    operation: 'GetItem',
    input: (size) => ({ TableName: 'things', Key: { p: { S: text(size) } } }),
    fits: 2048,
    refusal: 'Size of hashkey has exceeded the maximum size limit of2048 bytes',
  },
  {
    what: 'bytes of a sort key',
    operation: 'PutItem',
    input: (size) => put({ s: { S: text(size) } }, { TableName: 'sorted' }),
    fits: 1024,
    refusal: 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  },
  {
    what: 'bytes of the name of an attribute',
    operation: 'PutItem',
    input: (size) => put({ m: { M: { [text(size)]: { S: '' } } } }),
    fits: 65_535,
    refusal: 'Attribute name is too large, must be less than 65536 bytes',
  },
  {
    what: 'levels of an attribute value',
    operation: 'PutItem',
    input: (size) => put({ v: nested(size - 1) }),
    fits: 32,
    refusal: 'Attributes in the item have nested levels beyond supported limit',
  },
  {
    what: 'bytes of an expression',
    operation: 'PutItem',
    input: (size) =>
      put({}, { ConditionExpression: notFound + ' '.repeat(size - notFound.length) }),
    fits: 4096,
    refusal: 'Expression size has exceeded the maximum allowed size; expression size: 4097',
  },
  {
    what: 'operators of an expression',
    operation: 'PutItem',
    input: (size) => {
      // With an AND between each two, and a NOT where the number is even.
      const first = size % 2 === 1 ? 'p <> :v' : 'NOT p = :v';
      const others = times(Math.ceil(size / 2) - 1, () => 'p <> :v');
      return putIf([first, ...others].join(' AND '), { ':v': { S: 'z' } });
    },
    fits: 300,
    refusal: 'The expression contains too many operators; operator count: 301',
  },
  {
    what: 'operands of IN',
    operation: 'PutItem',
    input: (size) => {
      const values = placeholders(size - 1);
      return putIf(`NOT p IN (${Object.keys(values).join(', ')})`, values);
    },
    fits: 100,
    refusal: 'The IN operator is provided with too many operands; number of operands: 101',
  },
  {
    what: 'bytes of a placeholder',
    operation: 'GetItem',
    input: (size) => {
      const placeholder = `#${text(size - 1)}`;
      const names = { [placeholder]: 'p' };
      return {
        TableName: 'things',
        Key: key,
        ProjectionExpression: placeholder,
        ExpressionAttributeNames: names,
      };
    },
    fits: 255,
    refusal: 'The expression attribute map contains a key that is too long; size of key: 256',
  },
  {
    what: 'writes of a batch',
    operation: 'BatchWriteItem',
    input: (size) => ({
      RequestItems: {
        things: times(size, (n) => ({ PutRequest: { Item: { p: { S: `b${n}` } } } })),
      },
    }),
    fits: 25,
    refusal: 'Member must have length less than or equal to 25',
  },
  {
    what: 'reads of a batch',
    operation: 'BatchGetItem',
    input: (size) => ({
      RequestItems: { things: { Keys: times(size, (n) => ({ p: { S: `b${n}` } })) } },
    }),
    fits: 100,
    refusal:
      "Value at 'RequestItems.things.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100",
  },
  ...['TransactWriteItems', 'TransactGetItems'].map((operation) => ({
    what: `actions of ${operation}`,
    operation,
    input: (size: number) => ({
      TransactItems: times(size, (n) => {
        const place = { TableName: 'things', Key: { p: { S: `t${n}` } } };
        return operation === 'TransactWriteItems' ? { Delete: place } : { Get: place };
      }),
    }),
    fits: 100,
    refusal:
      "Value at 'TransactItems' failed to satisfy constraint: Member must have length less than or equal to 100",
  })),
  {
    what: 'global indexes of a table',
    operation: 'CreateTable',
    input: (size) => create(size, { GlobalSecondaryIndexes: indexes(size) }),
    fits: 20,
    refusal: 'GlobalSecondaryIndex count exceeds the per-table limit of 20',
  },
  {
    what: 'local indexes of a table',
    operation: 'CreateTable',
    input: (size) => create(size, { LocalSecondaryIndexes: indexes(size) }),
    fits: 5,
    refusal: 'Number of LocalSecondaryIndexes exceeds per-table limit of 5',
  },
  {
    what: 'attributes that an index names',
    operation: 'CreateTable',
    input: (size) =>
      create(size, {
        GlobalSecondaryIndexes: indexes(1, including(...times(size, (n) => `a${n}`))),
      }),
    fits: 20,
    refusal: 'Member must have length less than or equal to 20',
  },
  {
    what: 'attributes that the indexes of a table name',
    operation: 'CreateTable',
    input: (size) => {
      const ten = including(...times(10, (n) => `a${n}`));
      const rest = indexes(11, including('a0')).slice(10);
      return create(size, {
        GlobalSecondaryIndexes: [...indexes(10, ten), ...(size > 100 ? rest : [])],
      });
    },
    fits: 100,
    refusal: 'Too many NonKeyAttributes specified across all indexes. Limit: 100, specified: 101',
  },
  {
    what: 'characters of the name of a key attribute',
    operation: 'CreateTable',
    input: (size) =>
      create(size, { KeySchema: [hash(text(size))], AttributeDefinitions: [defined(text(size))] }),
    fits: 255,
    refusal: 'Member must have length less than or equal to 255',
  },
  {
    what: 'characters of the name of a table',
    operation: 'CreateTable',
    input: (size) => create(size, { TableName: text(size) }),
    fits: 255,
    refusal: 'Member must have length less than or equal to 255',
  },
  {
    what: 'characters of the name of the attribute of a time to live',
    operation: 'UpdateTimeToLive',
    input: (size) => ({
      TableName: 'sorted',
      TimeToLiveSpecification: { Enabled: true, AttributeName: text(size) },
    }),
    fits: 255,
    refusal: 'Member must have length less than or equal to 255',
  },
  {
    what: 'segments of a scan',
    operation: 'Scan',
    input: (size) => ({ TableName: 'things', TotalSegments: size, Segment: 7 }),
    fits: 1_000_000,
    refusal: 'Member must have value less than or equal to 1000000',
  },
  {
    what: 'tables of a page',
    operation: 'ListTables',
    input: (size) => ({ Limit: size }),
    fits: 100,
    refusal: 'Member must have value less than or equal to 100',
  },
];

let server: Headwater;

beforeAll(async () => {
  server = await startHeadwater();
  await aTable(server);
  await aTable(server, { name: 'sorted', sort: 'S' });
});

afterAll(() => server[Symbol.asyncDispose]());

test.for(limits)('$what: $fits, and not one more', async ({ operation, input, fits, refusal }) => {
  const send = async (size: number) => {
    const sent = { body: JSON.stringify(input(size)) };
    const { status, body } = await rawRequest(server.endpoint, operation, sent);
    return { status, body: body.toString() };
  };
  const refused = await send(fits + 1);
  expect(refused.status).toBe(400);
  const { __type: type, message } = JSON.parse(refused.body) as Record<string, string>;
  expect(type).toBe('com.amazon.coral.validate#ValidationException');
  expect(message).toContain(refusal);
  const done = await send(fits);
  expect([done.status, done.body.slice(0, 300)]).toEqual([200, done.body.slice(0, 300)]);
});
