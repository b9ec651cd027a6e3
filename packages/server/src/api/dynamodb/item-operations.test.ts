// PutItem, GetItem, UpdateItem and DeleteItem: what reaches the database, and what comes back.

import { describe, expect, test } from 'vitest';
import type { Database } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { startTestApi, TYPE } from '../testing/test-api.ts';

const scope = { account: '000000000000', region: 'eu-west-1' };
const capacity = { table: 'abc', tableUnits: 1.5, indexes: [] };
const item = Buffer.from('{"p":{"S":"a"}}');

/** Calls one operation; `asked` is what the database's method was called with. */
async function called(
  method: 'put' | 'get' | 'update' | 'delete',
  operation: string,
  { input, result = {} }: { readonly input: object; readonly result?: object },
) {
  const asked: unknown[] = [];
  const database: Partial<Database> = {
    collectionSize: async () => ({ key: item, sizeBytes: 5 * 2 ** 30 }),
    [method]: async (...args: unknown[]) => {
      asked.push(...args);
      return { capacity, ...result };
    },
  };
  await using api = await startTestApi({ database });
  const answer = await api.call(operation, input);
  return { asked, ...answer };
}

async function refusal(operation: string, input: object): Promise<string> {
  await using api = await startTestApi();
  const { status, json } = await api.call(operation, input);
  expect(status).toBe(400);
  return `${json[TYPE].split('#')[1]}: ${json.message}`;
}

describe('PutItem', () => {
  test('asks for as little as the request says', async () => {
    const input = { TableName: 'abc', Item: { p: { S: 'a' } } };
    const { asked, json } = await called('put', 'PutItem', { input });
    expect(asked).toEqual([scope, { table: 'abc', item: input.Item, returnValues: 'NONE' }]);
    expect(json).toEqual({});
  });

  test('passes everything on, and answers what was asked for', async () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/abc';
    const input = {
      TableName: arn,
      Item: { p: { S: 'a' } },
      ConditionExpression: '#p = :p',
      ExpressionAttributeNames: { '#p': 'p' },
      ExpressionAttributeValues: { ':p': { S: 'a' } },
      ReturnValues: 'ALL_OLD',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ReturnConsumedCapacity: 'INDEXES',
      ReturnItemCollectionMetrics: 'SIZE',
    };
    const { asked, json } = await called('put', 'PutItem', { input, result: { attributes: item } });
    expect(asked[1]).toEqual({
      table: 'abc',
      item: input.Item,
      condition: '#p = :p',
      names: { '#p': 'p' },
      values: { ':p': { S: 'a' } },
      returnValues: 'ALL_OLD',
      returnOldOnFailure: true,
    });
    expect(json).toEqual({
      Attributes: { p: { S: 'a' } },
      ConsumedCapacity: { TableName: arn, CapacityUnits: 1.5, Table: { CapacityUnits: 1.5 } },
      ItemCollectionMetrics: {
        ItemCollectionKey: { p: { S: 'a' } },
        SizeEstimateRangeGB: [5, 6],
      },
    });
  });

  test('reports wrong enums together, in the order of AWS', async () => {
    const wrong = {
      ReturnConsumedCapacity: 'X',
      ReturnItemCollectionMetrics: 'X',
      ReturnValues: 'X',
    };
    expect(await refusal('PutItem', { TableName: 'abc', Item: {}, ...wrong })).toBe(
      "ValidationException: 3 validation errors detected: Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; " +
        "Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; " +
        "Value 'X' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy enum value set: [SIZE, NONE]",
    );
  });

  test('prefixes texts of the database', async () => {
    await using api = await startTestApi({
      database: { put: () => Promise.reject(new InvalidInput('value', 'text')) },
    });
    const { json } = await api.call('PutItem', { TableName: 'abc', Item: {} });
    expect(json.message).toBe('1 validation error detected: text');
  });
});

describe('rules about parameters', () => {
  const put = { TableName: 'abc', Item: {} };
  const key = { TableName: 'abc', Key: {} };
  const mixed = 'Can not use both expression and non-expression parameters in the same request: ';

  test.each<[string, object, string]>([
    [
      'PutItem',
      { ...put, Expected: {}, ConditionExpression: 'a' },
      `1 validation error detected: ${mixed}Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}`,
    ],
    [
      'UpdateItem',
      {
        ...key,
        AttributeUpdates: {},
        Expected: {},
        UpdateExpression: 'a',
        ConditionExpression: 'b',
      },
      `1 validation error detected: ${mixed}Non-expression parameters: {AttributeUpdates, Expected} Expression parameters: {UpdateExpression, ConditionExpression}`,
    ],
    [
      'GetItem',
      { ...key, AttributesToGet: ['a'], ProjectionExpression: 'a' },
      `${mixed}Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}`,
    ],
    ['PutItem', { ...put, ReturnValues: 'ALL_NEW' }, 'ReturnValues can only be ALL_OLD or NONE'],
    ['DeleteItem', { ...key, ReturnValues: 'ALL_NEW' }, 'ReturnValues can only be ALL_OLD or NONE'],
    [
      'UpdateItem',
      { ...key, ReturnValues: 'X', ReturnConsumedCapacity: 'X' },
      '1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]',
    ],
    [
      'PutItem',
      {},
      "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at 'item' failed to satisfy constraint: Member must not be null",
    ],
  ])('%s %j', async (operation, input, text) => {
    expect(await refusal(operation, input)).toBe(`ValidationException: ${text}`);
  });

  test('the table of another account does not exist', async () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:111111111111:table/abc';
    expect(await refusal('GetItem', { ...key, TableName: arn })).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });

  test('the wording of before', async () => {
    await using api = await startTestApi({ options: { validationWording: 'legacy' } });
    const { json } = await api.call('PutItem', { TableName: '', Item: {} });
    expect(json.message).toBe(
      "1 validation error detected: Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });
});

describe('GetItem', () => {
  const input = { TableName: 'abc', Key: { p: { S: 'a' } } };

  test('of an item', async () => {
    const { asked, json } = await called('get', 'GetItem', { input, result: { item } });
    expect(asked).toEqual([scope, { table: 'abc', key: input.Key, consistent: false }]);
    expect(json).toEqual({ Item: { p: { S: 'a' } } });
  });

  test('of nothing', async () => {
    const asking = { ...input, ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' };
    const { asked, json } = await called('get', 'GetItem', { input: asking });
    expect(asked[1]).toMatchObject({ consistent: true });
    expect(json).toEqual({ ConsumedCapacity: { TableName: 'abc', CapacityUnits: 1.5 } });
  });

  test('of a part', async () => {
    const asking = {
      ...input,
      ProjectionExpression: '#a',
      ExpressionAttributeNames: { '#a': 'a' },
    };
    const { asked } = await called('get', 'GetItem', { input: asking, result: { item } });
    expect(asked[1]).toEqual({
      table: 'abc',
      key: input.Key,
      consistent: false,
      projection: '#a',
      names: { '#a': 'a' },
    });
  });
});

test('UpdateItem', async () => {
  const input = {
    TableName: 'abc',
    Key: { p: { S: 'a' } },
    UpdateExpression: 'SET a = :a',
    ConditionExpression: 'attribute_exists(p)',
    ExpressionAttributeValues: { ':a': { N: '1' } },
    ReturnValues: 'UPDATED_NEW',
  };
  const { asked, json } = await called('update', 'UpdateItem', {
    input,
    result: { attributes: item },
  });
  expect(asked).toEqual([
    scope,
    {
      table: 'abc',
      key: input.Key,
      update: 'SET a = :a',
      condition: 'attribute_exists(p)',
      values: input.ExpressionAttributeValues,
      returnValues: 'UPDATED_NEW',
    },
  ]);
  expect(json).toEqual({ Attributes: { p: { S: 'a' } } });
});

test('UpdateItem of nothing but the key', async () => {
  const input = { TableName: 'abc', Key: {} };
  const { asked, json } = await called('update', 'UpdateItem', { input });
  expect(asked[1]).toEqual({ table: 'abc', key: {}, returnValues: 'NONE' });
  expect(json).toEqual({});
});

test('DeleteItem', async () => {
  const input = { TableName: 'abc', Key: { p: { S: 'a' } }, ReturnValues: 'ALL_OLD' };
  const { asked, json } = await called('delete', 'DeleteItem', {
    input,
    result: { attributes: item },
  });
  expect(asked).toEqual([scope, { table: 'abc', key: input.Key, returnValues: 'ALL_OLD' }]);
  expect(json).toEqual({ Attributes: { p: { S: 'a' } } });
});
