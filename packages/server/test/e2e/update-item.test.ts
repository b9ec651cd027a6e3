// UpdateItem: the grammar of its expressions, and what it gives back.

import {
  type AttributeValue,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

const TableName = 'things';
const Key = { p: { S: 'one' } };
type Attributes = Record<string, AttributeValue>;

async function updated(before: Attributes | undefined, update: Partial<UpdateItemCommandInput>) {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  if (before !== undefined) await putItems(headwater, TableName, [{ ...Key, ...before }]);
  const { Attributes } = await headwater.dynamodb.send(
    new UpdateItemCommand({ TableName, Key, ...update }),
  );
  const { Item } = await headwater.dynamodb.send(new GetItemCommand({ TableName, Key }));
  const { p: _, ...after } = Item ?? {};
  return { Attributes, Item, after };
}

const n = (value: number): AttributeValue => ({ N: String(value) });

test.each<[string, Attributes | undefined, Attributes, Attributes]>([
  ['SET a = :n', undefined, { ':n': n(1) }, { a: n(1) }],
  ['SET a = a + :n, b = a', { a: n(5) }, { ':n': n(1) }, { a: n(6), b: n(5) }],
  ['SET a = :n - a', { a: n(5) }, { ':n': n(1) }, { a: n(-4) }],
  ['SET a = if_not_exists(a, :n)', { a: n(5) }, { ':n': n(1) }, { a: n(5) }],
  ['SET a = if_not_exists(a, :n)', undefined, { ':n': n(1) }, { a: n(1) }],
  [
    'SET l = list_append(:l, l)',
    { l: { L: [n(1)] } },
    { ':l': { L: [n(0)] } },
    { l: { L: [n(0), n(1)] } },
  ],
  [
    'SET l[0] = :n, l[9] = :n REMOVE l[1]',
    { l: { L: [n(1), n(2), n(3)] } },
    { ':n': n(7) },
    { l: { L: [n(7), n(3), n(7)] } },
  ],
  [
    'SET m.x.y = :n REMOVE m.z',
    { m: { M: { x: { M: {} }, z: n(1) } } },
    { ':n': n(7) },
    { m: { M: { x: { M: { y: n(7) } } } } },
  ],
  ['REMOVE a SET b = a', { a: n(1) }, {}, { b: n(1) }],
  ['ADD a :n, b :n', { a: n(1) }, { ':n': n(2) }, { a: n(3), b: n(2) }],
  ['ADD s :s', { s: { SS: ['a'] } }, { ':s': { SS: ['a', 'b'] } }, { s: { SS: ['a', 'b'] } }],
  ['DELETE s :s', { s: { NS: ['1', '2'] } }, { ':s': { NS: ['2.0'] } }, { s: { NS: ['1'] } }],
  ['DELETE s :s', { s: { SS: ['a'] }, b: n(1) }, { ':s': { SS: ['a'] } }, { b: n(1) }],
  ['add a :n set b = :n remove c', { c: n(1) }, { ':n': n(2) }, { a: n(2), b: n(2) }],
])('%s', async (UpdateExpression, before, values, after) => {
  const update = await updated(before, {
    UpdateExpression,
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  });
  expect(update.after).toEqual(after);
  expect(update.Attributes).toBeUndefined();
});

test('without an expression it makes an item of the key alone', async () => {
  expect((await updated(undefined, {})).Item).toEqual(Key);
});

test('REMOVE does not make an item', async () => {
  expect((await updated(undefined, { UpdateExpression: 'REMOVE a' })).Item).toBeUndefined();
});

test.each<[NonNullable<UpdateItemCommandInput['ReturnValues']>, Attributes | undefined]>([
  ['NONE', undefined],
  ['ALL_OLD', { ...Key, a: n(1), b: n(1), m: { M: { x: n(1), y: n(1) } } }],
  ['UPDATED_OLD', { a: n(1), m: { M: { x: n(1) } } }],
  ['ALL_NEW', { ...Key, a: n(2), b: n(1), c: n(2), m: { M: { x: n(2), y: n(1) } } }],
  ['UPDATED_NEW', { a: n(2), c: n(2), m: { M: { x: n(2) } } }],
])('ReturnValues %s', async (ReturnValues, expected) => {
  const before = { a: n(1), b: n(1), m: { M: { x: n(1), y: n(1) } } };
  const { Attributes } = await updated(before, {
    UpdateExpression: 'SET a = :n, c = :n, m.x = :n',
    ExpressionAttributeValues: { ':n': n(2) },
    ReturnValues,
  });
  expect(Attributes).toEqual(expected);
});

test('of a new item there is nothing old', async () => {
  const { Attributes } = await updated(undefined, {
    UpdateExpression: 'SET a = :n',
    ExpressionAttributeValues: { ':n': n(1) },
    ReturnValues: 'ALL_OLD',
  });
  expect(Attributes).toBeUndefined();
});

test('a condition that does not hold shows the item as it is', async () => {
  await expect(
    updated(
      { a: n(1) },
      {
        UpdateExpression: 'SET a = :n',
        ConditionExpression: 'a = :n',
        ExpressionAttributeValues: { ':n': n(2) },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    ),
  ).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    Item: { ...Key, a: n(1) },
  });
});
