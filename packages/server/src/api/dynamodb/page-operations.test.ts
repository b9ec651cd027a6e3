// Query, Scan and the batch operations: what reaches the database, and what comes back.

import { describe, expect, test } from 'vitest';
import type { Database } from '../../database/database.ts';
import { startTestApi, TYPE } from '../testing/test-api.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

const page = {
  items: [bytes('{"p":{"S":"a"}}'), bytes('{"p":{"S":"b"}}')],
  count: 2,
  scannedCount: 3,
  lastKey: bytes('{"p":{"S":"b"}}'),
  capacity: { table: 'abc', tableUnits: 0.5, indexes: [] },
};

async function called(
  method: keyof Database,
  operation: string,
  { input, result }: { readonly input: object; readonly result: object },
) {
  const asked: unknown[] = [];
  const database: Partial<Database> = {
    [method]: async (_: unknown, request: unknown) => {
      asked.push(request);
      return result;
    },
  };
  await using api = await startTestApi({ database });
  const { json, status } = await api.call(operation, input);
  return { asked: asked[0], json, status };
}

async function refusal(operation: string, input: object): Promise<string> {
  await using api = await startTestApi();
  const { status, json } = await api.call(operation, input);
  expect([status, json[TYPE]]).toEqual([400, 'com.amazon.coral.validate#ValidationException']);
  return json.message;
}

describe('Query', () => {
  test('passes everything on, and answers a page', async () => {
    const input = {
      TableName: 'abc',
      IndexName: 'index',
      KeyConditionExpression: 'p = :p',
      FilterExpression: '#a = :p',
      ProjectionExpression: '#a',
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: { ':p': { S: 'x' } },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 7,
      ExclusiveStartKey: { p: { S: '' } },
      Select: 'SPECIFIC_ATTRIBUTES',
      ReturnConsumedCapacity: 'TOTAL',
    };
    const { asked, json } = await called('query', 'Query', { input, result: page });
    expect(asked).toEqual({
      table: 'abc',
      index: 'index',
      keyCondition: 'p = :p',
      filter: '#a = :p',
      projection: '#a',
      names: { '#a': 'a' },
      values: { ':p': { S: 'x' } },
      forward: false,
      consistent: true,
      limit: 7,
      startKey: { p: { S: '' } },
      select: 'SPECIFIC_ATTRIBUTES',
    });
    expect(json).toEqual({
      Items: [{ p: { S: 'a' } }, { p: { S: 'b' } }],
      Count: 2,
      ScannedCount: 3,
      LastEvaluatedKey: { p: { S: 'b' } },
      ConsumedCapacity: { TableName: 'abc', CapacityUnits: 0.5 },
    });
  });

  test('goes forward unless told otherwise', async () => {
    const input = { TableName: 'abc', KeyConditionExpression: 'p = :p' };
    const { asked } = await called('query', 'Query', { input, result: page });
    expect(asked).toEqual({
      table: 'abc',
      keyCondition: 'p = :p',
      forward: true,
      consistent: false,
    });
  });
});

describe('Scan', () => {
  test('of a segment', async () => {
    const input = { TableName: 'abc', Segment: 0, TotalSegments: 4 };
    const result = { ...page, lastKey: undefined };
    const { asked, json } = await called('scan', 'Scan', { input, result });
    expect(asked).toEqual({ table: 'abc', consistent: false, segment: { index: 0, total: 4 } });
    expect(json).not.toHaveProperty('LastEvaluatedKey');
  });

  test('that only counts answers no items', async () => {
    const input = { TableName: 'abc', Select: 'COUNT' };
    const { json } = await called('scan', 'Scan', { input, result: { ...page, items: [] } });
    expect(json).toEqual({ Count: 2, ScannedCount: 3, LastEvaluatedKey: { p: { S: 'b' } } });
  });
});

describe('rules about pages', () => {
  const scan = { TableName: 'abc' };
  const query = { TableName: 'abc', KeyConditionExpression: 'p = :p' };
  const specific =
    'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES';
  test.each<[string, object, string]>([
    [
      'Scan',
      { ...scan, Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'Query',
      { ...query, Limit: 0 },
      "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'Query',
      { ...query, Select: 'X' },
      "1 validation error detected: Value 'X' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
    ],
    ['Scan', { ...scan, Select: 'SPECIFIC_ATTRIBUTES' }, specific],
    [
      'Query',
      { ...query, Select: 'SPECIFIC_ATTRIBUTES' },
      `1 validation error detected: ${specific}`,
    ],
    [
      'Scan',
      { ...scan, Select: 'COUNT', ProjectionExpression: 'a' },
      'Cannot specify the ProjectionExpression when choosing to get only the Count',
    ],
    [
      'Query',
      { ...query, Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'a' },
      'Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES',
    ],
    [
      'Query',
      { ...query, Select: 'ALL_PROJECTED_ATTRIBUTES' },
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    ],
    [
      'Scan',
      { ...scan, Select: 'ALL_PROJECTED_ATTRIBUTES' },
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    ],
    [
      'Scan',
      { ...scan, Select: 'ALL_PROJECTED_ATTRIBUTES', ProjectionExpression: 'a' },
      'Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES',
    ],
    [
      'Scan',
      { ...scan, Segment: 0 },
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    ],
    [
      'Scan',
      { ...scan, TotalSegments: 1 },
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    ],
    [
      'Scan',
      { ...scan, Segment: 5, TotalSegments: 5 },
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5',
    ],
  ])('%s %j', async (operation, input, text) => {
    expect(await refusal(operation, input)).toBe(text);
  });
});

describe('BatchGetItem', () => {
  const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/second';
  const keys = [{ p: { S: 'a' } }, { p: { S: 'b' } }];

  test('names tables as the request did', async () => {
    const input = {
      RequestItems: {
        first: { Keys: keys, ConsistentRead: true },
        [arn]: { Keys: keys, ProjectionExpression: '#a', ExpressionAttributeNames: { '#a': 'a' } },
      },
      ReturnConsumedCapacity: 'TOTAL',
    };
    const { asked, json } = await called('batchGet', 'BatchGetItem', {
      input,
      result: {
        tables: [
          { table: 'first', items: [bytes('{"p":{"S":"b"}}'), bytes('{"p":{"S":"a"}}')] },
          { table: 'second', items: [] },
        ],
        unprocessed: [{ table: 'second', keyIndexes: [1] }],
        capacity: [
          { table: 'first', tableUnits: 2, indexes: [] },
          { table: 'second', tableUnits: 0.5, indexes: [] },
        ],
      },
    });
    expect(asked).toEqual({
      tables: [
        { table: 'first', keys, consistent: true },
        { table: 'second', keys, consistent: false, projection: '#a', names: { '#a': 'a' } },
      ],
    });
    expect(json).toEqual({
      Responses: { first: [{ p: { S: 'b' } }, { p: { S: 'a' } }], [arn]: [] },
      UnprocessedKeys: { [arn]: { ...input.RequestItems[arn], Keys: [keys[1]] } },
      ConsumedCapacity: [
        { TableName: 'first', CapacityUnits: 2 },
        { TableName: arn, CapacityUnits: 0.5 },
      ],
    });
  });

  test.each<[object, string]>([
    [{}, 'The requestItems parameter is required for BatchGetItem'],
    [
      { abc: { Keys: Array.from({ length: 101 }, () => ({})) } },
      "1 validation error detected: Value at 'RequestItems.abc.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100",
    ],
    [
      {
        abc: { Keys: Array.from({ length: 60 }, () => ({})) },
        abd: { Keys: Array.from({ length: 60 }, () => ({})) },
      },
      'Too many items requested for the BatchGetItem call',
    ],
    [
      { abc: { Keys: [null] } },
      "1 validation error detected: Value null at 'requestItems.abc.member.keys.1.member' failed to satisfy constraint: Member must not be null",
    ],
    [
      { abc: {} },
      "1 validation error detected: Value null at 'requestItems.abc.member.keys' failed to satisfy constraint: Member must not be null",
    ],
    [
      { second: { Keys: [{}] }, [arn]: { Keys: [{}] } },
      'One or more parameter values were invalid: RequestItems names the table second twice',
    ],
  ])('refuses %#', async (RequestItems, text) => {
    expect(await refusal('BatchGetItem', { RequestItems })).toBe(text);
  });
});

describe('BatchWriteItem', () => {
  const item = { p: { S: 'a' } };
  const key = { p: { S: 'b' } };
  const put = { PutRequest: { Item: item } };

  test('passes writes on', async () => {
    const { asked, json } = await called('batchWrite', 'BatchWriteItem', {
      input: {
        RequestItems: { abc: [put, { DeleteRequest: { Key: key } }] },
        ReturnConsumedCapacity: 'INDEXES',
      },
      result: { unprocessed: [], capacity: [{ table: 'abc', tableUnits: 2, indexes: [] }] },
    });
    expect(asked).toEqual({
      tables: [
        {
          table: 'abc',
          writes: [
            { kind: 'put', item },
            { kind: 'delete', key },
          ],
        },
      ],
    });
    expect(json).toEqual({
      UnprocessedItems: {},
      ConsumedCapacity: [{ TableName: 'abc', CapacityUnits: 2, Table: { CapacityUnits: 2 } }],
    });
  });

  const tooMany =
    'failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]';
  const onlyOne =
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes';
  test.each<[object, string]>([
    [{}, 'The requestItems parameter is required for BatchWriteItem'],
    [{ abc: [] }, `1 validation error detected: Value '{abc=[]}' at 'requestItems' ${tooMany}`],
    [
      { abc: Array.from({ length: 20 }, () => put), abd: Array.from({ length: 20 }, () => put) },
      'Too many items requested for the BatchWriteItem call',
    ],
    [{ abc: [{}] }, onlyOne],
    [{ abc: [{ ...put, DeleteRequest: { Key: key } }] }, onlyOne],
    [
      { abc: [null] },
      "1 validation error detected: Value null at 'requestItems.abc.member.1.member' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuses %#', async (RequestItems, text) => {
    expect(await refusal('BatchWriteItem', { RequestItems })).toContain(text);
  });

  test('refuses 26 writes to a table', async () => {
    const RequestItems = { abc: Array.from({ length: 26 }, () => put) };
    expect(await refusal('BatchWriteItem', { RequestItems })).toContain(tooMany);
  });
});
