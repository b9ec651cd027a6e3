import { expect, onTestFinished, test } from 'vitest';
import type { Database } from '../../database/database.ts';
import { startTestApi, TYPE } from '../testing/test-api.ts';

async function anApi(database: Partial<Database> = {}) {
  const api = await startTestApi({ database });
  onTestFinished(() => api.close());
  return api;
}

const Key = { p: { S: 'a' } };
const check = { TableName: 't', Key, ConditionExpression: 'attribute_exists(p)' };
const one = '1 validation error detected: ';
const bogus =
  "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]";

type Case = [name: string, operation: string, input: object, text: string];

const aHundredAndOne = Array.from({ length: 101 }, () => ({ Get: check, ConditionCheck: check }));

function wrongCount(operation: string, TransactItems: readonly object[], rule: string): Case {
  return [
    `${TransactItems.length} items`,
    operation,
    { TransactItems },
    `${one}Value at 'TransactItems' failed to satisfy constraint: Member must have length ${rule}`,
  ];
}

const refusals: Case[] = [
  ...['TransactWriteItems', 'TransactGetItems'].flatMap((operation) => [
    wrongCount(operation, [], 'greater than or equal to 1'),
    wrongCount(operation, aHundredAndOne, 'less than or equal to 100'),
  ]),
  [
    'a token before all else',
    'TransactWriteItems',
    { TransactItems: [], ClientRequestToken: 'x'.repeat(37), ReturnConsumedCapacity: 'X' },
    `${one}Value at 'ClientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36`,
  ],
  [
    'all enumerations at once',
    'TransactWriteItems',
    {
      TransactItems: [{ ConditionCheck: check }],
      ReturnConsumedCapacity: 'X',
      ReturnItemCollectionMetrics: 'Y',
    },
    `2 validation errors detected: ${bogus}; Value 'Y' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy enum value set: [SIZE, NONE]`,
  ],
  [
    'a check without a condition',
    'TransactWriteItems',
    { TransactItems: [{ ConditionCheck: { TableName: 't', Key } }] },
    `${one}Value null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null`,
  ],
  [
    'an update without an expression',
    'TransactWriteItems',
    { TransactItems: [{ ConditionCheck: check }, { Update: { TableName: 't', Key } }] },
    `${one}Value null at 'transactItems.2.member.update.updateExpression' failed to satisfy constraint: Member must not be null`,
  ],
  [
    'two actions in one',
    'TransactWriteItems',
    { TransactItems: [{ ConditionCheck: check, Delete: { TableName: 't', Key } }] },
    'TransactItems can only contain one of Check, Put, Update or Delete',
  ],
  [
    'no action',
    'TransactWriteItems',
    { TransactItems: [{}] },
    'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request',
  ],
  [
    'an item without a get',
    'TransactGetItems',
    { TransactItems: [{}] },
    `${one}Value null at 'transactItems.1.member.get' failed to satisfy constraint: Member must not be null`,
  ],
];

test.each(refusals)('refuses %s: %s', async (_, operation, input, text) => {
  const api = await anApi();
  const { status, json } = await api.call(operation, input);
  expect(json).toEqual({ [TYPE]: 'com.amazon.coral.validate#ValidationException', message: text });
  expect(status).toBe(400);
});

test('passes actions on with what belongs to each', async () => {
  let passed: unknown;
  const api = await anApi({
    transactWrite(_, request) {
      passed = request;
      return Promise.resolve({ repeated: false, capacity: [] });
    },
  });
  const TransactItems = [
    { Put: { TableName: 't', Item: Key, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
    {
      Update: {
        TableName: 't',
        Key,
        UpdateExpression: 'SET #a = :a',
        ExpressionAttributeNames: { '#a': 'a' },
        ExpressionAttributeValues: { ':a': { N: '1' } },
      },
    },
    { Delete: { TableName: 't', Key, ConditionExpression: 'attribute_exists(p)' } },
    { ConditionCheck: check },
  ];
  const input = { TransactItems, ClientRequestToken: 'once' };
  expect((await api.call('TransactWriteItems', input)).json).toEqual({});
  const condition = 'attribute_exists(p)';
  expect(passed).toEqual({
    token: 'once',
    actions: [
      { kind: 'put', table: 't', item: Key, returnOldOnFailure: true },
      {
        kind: 'update',
        table: 't',
        key: Key,
        update: 'SET #a = :a',
        names: { '#a': 'a' },
        values: { ':a': { N: '1' } },
      },
      { kind: 'delete', table: 't', key: Key, condition },
      { kind: 'check', table: 't', key: Key, condition },
    ],
  });
});

test('tells the capacity of tables and indexes by what the request called the tables', async () => {
  const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/t';
  const index = (name: string, kind: 'local' | 'global') => ({ index: name, kind, units: 1 });
  const use = { table: 't', tableUnits: 2, indexes: [index('l', 'local'), index('g', 'global')] };
  const api = await anApi({
    transactWrite: () => Promise.resolve({ repeated: false, capacity: [use] }),
  });
  const { json } = await api.call('TransactWriteItems', {
    TransactItems: [{ ConditionCheck: { ...check, TableName: arn } }],
    ReturnConsumedCapacity: 'INDEXES',
  });
  const units = (count: number) => ({ CapacityUnits: count, WriteCapacityUnits: count });
  expect(json).toEqual({
    ConsumedCapacity: [
      {
        TableName: arn,
        ...units(4),
        Table: units(2),
        LocalSecondaryIndexes: { l: units(1) },
        GlobalSecondaryIndexes: { g: units(1) },
      },
    ],
  });
});
