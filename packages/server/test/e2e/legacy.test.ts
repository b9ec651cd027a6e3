// The parameters from before expressions, as old code still sends them.

import {
  type AttributeValue,
  BatchGetItemCommand,
  type Condition,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

const TableName = 'things';
const Key = { p: { S: 'one' } };
const n = (value: number): AttributeValue => ({ N: String(value) });

async function itemOf({ dynamodb }: Headwater) {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key }));
  return Item;
}

test('Expected guards writes', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb } = headwater;
  await aTable(headwater);
  const create = new PutItemCommand({
    TableName,
    Item: { ...Key, v: n(1) },
    Expected: { p: { Exists: false } },
  });
  await dynamodb.send(create);
  await expect(dynamodb.send(create)).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
  });
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key,
      AttributeUpdates: { v: { Action: 'ADD', Value: n(1) } },
      Expected: { v: { Value: n(1) } },
    }),
  );
  const remove = (ConditionalOperator: 'AND' | 'OR') =>
    new DeleteItemCommand({
      TableName,
      Key,
      Expected: {
        v: { ComparisonOperator: 'BETWEEN', AttributeValueList: [n(2), n(3)] },
        w: { ComparisonOperator: 'NOT_NULL' },
      },
      ConditionalOperator,
      ReturnValues: 'ALL_OLD',
    });
  await expect(dynamodb.send(remove('AND'))).rejects.toThrow('The conditional request failed');
  const { Attributes } = await dynamodb.send(remove('OR'));
  expect(Attributes).toEqual({ ...Key, v: n(2) });
  expect(await itemOf(headwater)).toBeUndefined();
});

describe('AttributeUpdates', () => {
  type Updates = NonNullable<UpdateItemCommandInput['AttributeUpdates']>;

  test.each<[Record<string, AttributeValue> | undefined, Updates, object | undefined]>([
    [undefined, { v: { Value: n(1) } }, { v: n(1) }],
    [undefined, {}, {}],
    [undefined, { v: { Action: 'DELETE' } }, undefined],
    [{ v: n(1), w: n(2) }, { v: { Action: 'PUT', Value: { S: 'x' } } }, { v: { S: 'x' }, w: n(2) }],
    [{ v: n(1) }, { v: { Action: 'ADD', Value: n(2) } }, { v: n(3) }],
    [
      { v: { L: [n(1)] } },
      { v: { Action: 'ADD', Value: { L: [n(2)] } } },
      { v: { L: [n(1), n(2)] } },
    ],
    [
      { v: { SS: ['a', 'b'] }, w: n(1) },
      { v: { Action: 'DELETE', Value: { SS: ['a'] } }, w: { Action: 'DELETE' } },
      { v: { SS: ['b'] } },
    ],
    [{ a: { M: { b: n(1) } } }, { 'a.b': { Value: n(2) } }, { a: { M: { b: n(1) } }, 'a.b': n(2) }],
  ])('%j, %j', async (before, AttributeUpdates, after) => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    if (before !== undefined) await putItems(headwater, TableName, [{ ...Key, ...before }]);
    await headwater.dynamodb.send(new UpdateItemCommand({ TableName, Key, AttributeUpdates }));
    expect(await itemOf(headwater)).toEqual(after === undefined ? undefined : { ...Key, ...after });
  });

  test('UPDATED_NEW', async () => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    await putItems(headwater, TableName, [{ ...Key, v: n(1), w: n(1) }]);
    const { Attributes } = await headwater.dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key,
        AttributeUpdates: { v: { Action: 'ADD', Value: n(1) } },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    expect(Attributes).toEqual({ v: n(2) });
  });

  const INVALID = 'One or more parameter values were invalid: ';
  test.each<[Updates, string]>([
    [{ v: {} }, `${INVALID}Only DELETE action is allowed when no attribute value is specified`],
    [
      { v: { Action: 'ADD', Value: { S: 'x' } } },
      `${INVALID}ADD action is not supported for the type S`,
    ],
    [{ v: { Action: 'ADD', Value: n(1) } }, 'Type mismatch for attribute to update'],
    [
      { p: { Value: { S: 'x' } } },
      `${INVALID}Cannot update attribute p. This attribute is part of the key`,
    ],
    [
      { v: { Value: { SS: [] } } },
      `1 validation error detected: ${INVALID}An string set  may not be empty`,
    ],
  ])('%j is refused', async (AttributeUpdates, message) => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    await putItems(headwater, TableName, [{ ...Key, v: { S: 'x' } }]);
    await expect(
      headwater.dynamodb.send(new UpdateItemCommand({ TableName, Key, AttributeUpdates })),
    ).rejects.toMatchObject({ name: 'ValidationException', message });
  });
});

describe('reading', () => {
  const items = [1, 2, 3, 4].map((s) => ({
    p: { S: 'one' },
    s: n(s),
    even: { BOOL: s % 2 === 0 },
    'a.b': n(s * s),
  }));

  async function started(): Promise<Headwater> {
    const headwater = await startHeadwater();
    await aTable(headwater, { sort: 'N' });
    await putItems(headwater, TableName, items);
    return headwater;
  }

  const even: Condition = { ComparisonOperator: 'EQ', AttributeValueList: [{ BOOL: true }] };
  const KeyConditions: Record<string, Condition> = {
    p: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'one' }] },
  };

  test('AttributesToGet', async () => {
    await using headwater = await started();
    const { dynamodb } = headwater;
    const AttributesToGet = ['s', 'a.b', 'none'];
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName, Key: { ...Key, s: n(2) }, AttributesToGet }),
    );
    expect(Item).toEqual({ s: n(2), 'a.b': n(4) });
    const { Responses } = await dynamodb.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: [{ ...Key, s: n(3) }], AttributesToGet } },
      }),
    );
    expect(Responses).toEqual({ [TableName]: [{ s: n(3), 'a.b': n(9) }] });
  });

  test('KeyConditions and QueryFilter', async () => {
    await using headwater = await started();
    const page = await headwater.dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditions: {
          ...KeyConditions,
          s: { ComparisonOperator: 'GE', AttributeValueList: [n(2)] },
        },
        QueryFilter: {
          even,
          'a.b': { ComparisonOperator: 'IN', AttributeValueList: [n(9), n(25)] },
        },
        ConditionalOperator: 'OR',
        ScanIndexForward: false,
        AttributesToGet: ['s'],
      }),
    );
    expect(page).toMatchObject({
      Items: [{ s: n(4) }, { s: n(3) }, { s: n(2) }],
      Count: 3,
      ScannedCount: 3,
    });
  });

  test('KeyConditions with a FilterExpression', async () => {
    await using headwater = await started();
    const { Items } = await headwater.dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditions,
        FilterExpression: '#e = :true',
        ProjectionExpression: 's',
        ExpressionAttributeNames: { '#e': 'even' },
        ExpressionAttributeValues: { ':true': { BOOL: true } },
      }),
    );
    expect(Items).toEqual([{ s: n(2) }, { s: n(4) }]);
  });

  test('ScanFilter', async () => {
    await using headwater = await started();
    const { Count, ScannedCount } = await headwater.dynamodb.send(
      new ScanCommand({ TableName, ScanFilter: { even }, Select: 'COUNT' }),
    );
    expect([Count, ScannedCount]).toEqual([2, 4]);
  });

  test('the two forms do not mix', async () => {
    await using headwater = await started();
    await expect(
      headwater.dynamodb.send(
        new QueryCommand({ TableName, KeyConditions, KeyConditionExpression: 'p = :p' }),
      ),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Can not use both expression and non-expression parameters in the same request: ' +
        'Non-expression parameters: {KeyConditions} Expression parameters: {KeyConditionExpression}',
    });
  });
});
