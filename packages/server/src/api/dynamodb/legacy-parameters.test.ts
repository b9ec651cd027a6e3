// The older forms of expressions: what of them reaches the database, and which of them may not stand
// together.

import { describe, expect, test } from 'vitest';
import type { Database } from '../../database/database.ts';
import { startTestApi, TYPE } from '../testing/test-api.ts';

const METHODS: { readonly [operation: string]: keyof Database } = {
  PutItem: 'put',
  UpdateItem: 'update',
  DeleteItem: 'delete',
  GetItem: 'get',
  BatchGetItem: 'batchGet',
  Query: 'query',
  Scan: 'scan',
};

const ANSWER = {
  capacity: { table: 'abc', tableUnits: 1, indexes: [] },
  items: [],
  count: 0,
  scannedCount: 0,
};

/** What the database was asked for. */
async function asked(operation: string, input: object): Promise<object> {
  const requests: object[] = [];
  const method = METHODS[operation] as keyof Database;
  const result =
    operation === 'BatchGetItem' ? { tables: [], unprocessed: [], capacity: [] } : ANSWER;
  const database: Partial<Database> = {
    [method]: async (_scope: unknown, request: object) => {
      requests.push(request);
      return result;
    },
  };
  await using api = await startTestApi({ database });
  const { status } = await api.call(operation, input);
  expect([status, requests.length]).toEqual([200, 1]);
  return requests[0] ?? {};
}

async function refusal(operation: string, input: object): Promise<string> {
  await using api = await startTestApi();
  const { status, json } = await api.call(operation, input);
  expect([status, json[TYPE]]).toEqual([400, 'com.amazon.coral.validate#ValidationException']);
  return json.message;
}

const put = { TableName: 'abc', Item: {} };
const key = { TableName: 'abc', Key: {} };
const table = { TableName: 'abc' };
const equals = { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'x' }] };
const twoConditions = { a: equals, b: equals };

describe('the database is asked for', () => {
  test.each<[string, object, object]>([
    [
      'PutItem',
      {
        ...put,
        Expected: { a: equals, b: { Exists: false }, c: { Exists: true, Value: { N: '1' } } },
      },
      {
        expected: {
          match: 'all',
          attributes: [
            { attribute: 'a', operator: 'EQ', values: [{ S: 'x' }] },
            { attribute: 'b', exists: false },
            { attribute: 'c', exists: true, value: { N: '1' } },
          ],
        },
      },
    ],
    [
      'DeleteItem',
      {
        ...key,
        Expected: { a: { Value: { N: '1' } }, b: { Exists: false } },
        ConditionalOperator: 'OR',
      },
      {
        expected: {
          match: 'any',
          attributes: [
            { attribute: 'a', value: { N: '1' } },
            { attribute: 'b', exists: false },
          ],
        },
      },
    ],
    ['DeleteItem', { ...key, Expected: {} }, { expected: { match: 'all', attributes: [] } }],
    [
      'UpdateItem',
      { ...key, AttributeUpdates: { a: { Value: { S: 'x' } }, b: { Action: 'DELETE' } } },
      {
        attributeUpdates: [
          { attribute: 'a', value: { S: 'x' } },
          { attribute: 'b', action: 'DELETE' },
        ],
      },
    ],
    ['UpdateItem', { ...key, AttributeUpdates: {} }, { attributeUpdates: [] }],
    ['GetItem', { ...key, AttributesToGet: ['a.b', 'c'] }, { attributes: ['a.b', 'c'] }],
    [
      'BatchGetItem',
      { RequestItems: { abc: { Keys: [{}], AttributesToGet: ['a'] }, abd: { Keys: [{}] } } },
      {
        tables: [
          { table: 'abc', keys: [{}], consistent: false, attributes: ['a'] },
          { table: 'abd', keys: [{}], consistent: false },
        ],
      },
    ],
    [
      'Query',
      {
        ...table,
        KeyConditions: { a: equals },
        QueryFilter: { b: { ComparisonOperator: 'NULL' }, c: equals },
        ConditionalOperator: 'OR',
        AttributesToGet: ['b'],
        Select: 'SPECIFIC_ATTRIBUTES',
      },
      {
        keyConditions: [{ attribute: 'a', operator: 'EQ', values: [{ S: 'x' }] }],
        attributeFilter: {
          match: 'any',
          conditions: [
            { attribute: 'b', operator: 'NULL', values: [] },
            { attribute: 'c', operator: 'EQ', values: [{ S: 'x' }] },
          ],
        },
        attributes: ['b'],
      },
    ],
    [
      'Query',
      {
        ...table,
        KeyConditions: { a: equals },
        FilterExpression: 'b = :b',
        ProjectionExpression: 'b',
        ExpressionAttributeValues: { ':b': { S: 'x' } },
      },
      {
        keyConditions: [{ attribute: 'a', operator: 'EQ', values: [{ S: 'x' }] }],
        filter: 'b = :b',
        projection: 'b',
      },
    ],
    [
      'Scan',
      { ...table, ScanFilter: { a: equals }, AttributesToGet: ['a'] },
      {
        attributeFilter: {
          match: 'all',
          conditions: [{ attribute: 'a', operator: 'EQ', values: [{ S: 'x' }] }],
        },
        attributes: ['a'],
      },
    ],
  ])('%s %j', async (operation, input, request) => {
    expect(await asked(operation, input)).toMatchObject(request);
  });

  test('a condition on an attribute of any name', async () => {
    const input = JSON.parse(
      '{"TableName":"abc","ScanFilter":{"__proto__":{"ComparisonOperator":"NULL"}}}',
    ) as object;
    expect(await asked('Scan', input)).toMatchObject({
      attributeFilter: { conditions: [{ attribute: '__proto__', operator: 'NULL', values: [] }] },
    });
  });
});

function mixed(older: string, expressions: string): string {
  return (
    'Can not use both expression and non-expression parameters in the same request: ' +
    `Non-expression parameters: {${older}} Expression parameters: {${expressions}}`
  );
}

describe('the two forms may not be mixed', () => {
  const enveloped = (text: string) => `1 validation error detected: ${text}`;
  test.each<[string, object, string]>([
    [
      'PutItem',
      { ...put, Expected: {}, ConditionalOperator: 'AND', ConditionExpression: '' },
      enveloped(mixed('Expected, ConditionalOperator', 'ConditionExpression')),
    ],
    [
      'DeleteItem',
      { ...key, ConditionalOperator: 'AND', ConditionExpression: '' },
      enveloped(mixed('ConditionalOperator', 'ConditionExpression')),
    ],
    [
      'UpdateItem',
      { ...key, AttributeUpdates: {}, ConditionExpression: '' },
      enveloped(mixed('AttributeUpdates', 'ConditionExpression')),
    ],
    [
      'UpdateItem',
      {
        ...key,
        AttributeUpdates: {},
        Expected: {},
        ConditionalOperator: 'OR',
        UpdateExpression: '',
        ConditionExpression: '',
      },
      enveloped(
        mixed(
          'AttributeUpdates, Expected, ConditionalOperator',
          'UpdateExpression, ConditionExpression',
        ),
      ),
    ],
    [
      'Query',
      {
        ...table,
        KeyConditions: {},
        QueryFilter: {},
        ConditionalOperator: 'AND',
        AttributesToGet: ['a', 'a'],
        KeyConditionExpression: '',
        FilterExpression: '',
        ProjectionExpression: '',
      },
      mixed(
        'AttributesToGet, QueryFilter, ConditionalOperator, KeyConditions',
        'ProjectionExpression, FilterExpression, KeyConditionExpression',
      ),
    ],
    [
      'Query',
      { ...table, KeyConditions: {}, QueryFilter: {}, FilterExpression: '' },
      mixed('QueryFilter', 'FilterExpression'),
    ],
    [
      'Query',
      { ...table, KeyConditions: {}, KeyConditionExpression: '' },
      mixed('KeyConditions', 'KeyConditionExpression'),
    ],
    [
      'Scan',
      { ...table, ScanFilter: {}, ConditionalOperator: 'AND', ProjectionExpression: '' },
      mixed('ScanFilter, ConditionalOperator', 'ProjectionExpression'),
    ],
    [
      'BatchGetItem',
      { RequestItems: { abc: { Keys: [{}], AttributesToGet: ['a'], ProjectionExpression: '' } } },
      mixed('AttributesToGet', 'ProjectionExpression'),
    ],
    [
      'BatchGetItem',
      {
        RequestItems: {
          abc: { Keys: [{}], AttributesToGet: ['a'] },
          abd: { Keys: [{}], ProjectionExpression: 'a' },
        },
      },
      mixed('AttributesToGet', 'ProjectionExpression'),
    ],
  ])('%s %j', async (operation, input, text) => {
    expect(await refusal(operation, input)).toBe(text);
  });
});

describe('ConditionalOperator needs two conditions', () => {
  const none = 'ConditionalOperator cannot be used without Filter or Expected';
  const one =
    'ConditionalOperator can only be used when Filter or Expected has two or more elements';
  const ConditionalOperator = 'AND';
  test.each<[string, object, string]>([
    ['PutItem', put, none],
    ['PutItem', { ...put, Expected: {} }, none],
    ['PutItem', { ...put, Expected: { a: equals } }, one],
    ['UpdateItem', { ...key, AttributeUpdates: {} }, none],
    ['DeleteItem', { ...key, Expected: { a: {} } }, one],
    ['Query', table, none],
    ['Query', { ...table, KeyConditions: twoConditions }, none],
    ['Query', { ...table, KeyConditions: { a: equals }, QueryFilter: { a: equals } }, one],
    ['Scan', { ...table, AttributesToGet: ['a', 'b'] }, none],
    ['Scan', { ...table, ScanFilter: {} }, none],
    ['Scan', { ...table, ScanFilter: { a: equals } }, one],
  ])('%s %j', async (operation, input, text) => {
    expect(await refusal(operation, { ...input, ConditionalOperator })).toBe(text);
  });
});
