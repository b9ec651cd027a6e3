// PutItem, GetItem and DeleteItem.

import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { rawRequest } from './raw-request.ts';

const TableName = 'things';
const Key = { p: { S: 'one' } };

async function itemNow({ dynamodb }: Headwater) {
  return (await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item;
}

const ofAllTypes: Record<string, AttributeValue> = {
  ...Key,
  S: { S: 'text, ünïcode 🐟, "quotes" \\ and \u0000' },
  'empty S': { S: '' },
  N: { N: '-12345678901234567890.123456789012345678' },
  B: { B: Uint8Array.of(0, 1, 254, 255) },
  'empty B': { B: new Uint8Array() },
  true: { BOOL: true },
  false: { BOOL: false },
  NULL: { NULL: true },
  L: { L: [{ S: 'a' }, { N: '1' }, { L: [] }, { M: {} }] },
  M: { M: { nested: { M: { deep: { SS: ['x'] } } }, 'ünder _score': { NULL: true } } },
  SS: { SS: ['b', 'a', ''] },
  NS: { NS: ['3', '1', '2'] },
  BS: { BS: [Uint8Array.of(2), Uint8Array.of(1, 1)] },
};

/** Sets have no order. */
function setsSorted(item: Record<string, AttributeValue> = {}): object {
  const { SS, NS, BS, ...rest } = item;
  return {
    ...rest,
    SS: SS?.SS?.toSorted(),
    NS: NS?.NS?.toSorted(),
    BS: BS?.BS?.map((bytes) => Buffer.from(bytes).toString('hex')).toSorted(),
  };
}

test('all ten types of attributes come back as they went in', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  await putItems(headwater, TableName, [ofAllTypes]);
  expect(setsSorted(await itemNow(headwater))).toEqual(setsSorted(ofAllTypes));
});

test('numbers come back in one form', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const written = ['1.0', '-0', '+5', '1.5E2', '00012', '1E40', '1e-5'];
  await putItems(headwater, TableName, [{ ...Key, list: { L: written.map((N) => ({ N })) } }]);
  expect((await itemNow(headwater))?.['list']?.L?.map(({ N }) => N)).toEqual([
    '1',
    '0',
    '5',
    '150',
    '12',
    `1${'0'.repeat(40)}`,
    '0.00001',
  ]);
});

test('names that JavaScript has plans for are names like any other', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const item =
    '{"p":{"S":"one"},"__proto__":{"M":{"__proto__":{"S":"x"}}},"constructor":{"S":"y"},"toString":{"N":"1"}}';
  const put = await rawRequest(headwater.endpoint, 'PutItem', {
    body: `{"TableName":"things","Item":${item}}`,
  });
  const got = await rawRequest(headwater.endpoint, 'GetItem', {
    body: '{"TableName":"things","Key":{"p":{"S":"one"}}}',
  });
  expect([put.status, put.body.toString()]).toEqual([200, '{}']);
  expect(JSON.parse(got.body.toString())).toEqual(JSON.parse(`{"Item":${item}}`));
});

test('an item that is not there is no Item at all', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const { $metadata: _, ...answer } = await headwater.dynamodb.send(
    new GetItemCommand({ TableName, Key }),
  );
  expect(answer).toEqual({});
});

describe('ReturnValues', () => {
  const before = { ...Key, v: { N: '1' } };
  const after = { ...Key, v: { N: '2' } };

  test('PutItem gives back the item that it replaced, when asked', async () => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    const put = async (Item: typeof before, ReturnValues?: 'ALL_OLD' | 'NONE') => {
      const command = new PutItemCommand({ TableName, Item, ReturnValues });
      return (await headwater.dynamodb.send(command)).Attributes;
    };
    expect(await put(before, 'ALL_OLD')).toBeUndefined();
    expect(await put(after, 'ALL_OLD')).toEqual(before);
    expect(await put(before, 'NONE')).toBeUndefined();
    expect(await put(after)).toBeUndefined();
  });

  test('DeleteItem gives back the item that it deleted, when asked', async () => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    const deleteItem = async (ReturnValues: 'ALL_OLD' | 'NONE') => {
      const command = new DeleteItemCommand({ TableName, Key, ReturnValues });
      return (await headwater.dynamodb.send(command)).Attributes;
    };
    await putItems(headwater, TableName, [before]);
    expect(await deleteItem('ALL_OLD')).toEqual(before);
    expect(await itemNow(headwater)).toBeUndefined();
    expect(await deleteItem('ALL_OLD')).toBeUndefined();
    await putItems(headwater, TableName, [before]);
    expect(await deleteItem('NONE')).toBeUndefined();
  });
});

describe('a condition that does not hold', () => {
  const stored = { ...Key, v: { N: '1' } };
  const conditions = {
    ConditionExpression: 'attribute_not_exists(p) OR #v > :v',
    ExpressionAttributeNames: { '#v': 'v' },
    ExpressionAttributeValues: { ':v': { N: '5' } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
  const commands = [
    new PutItemCommand({ TableName, Item: { ...Key, v: { N: '9' } }, ...conditions }),
    new DeleteItemCommand({ TableName, Key, ...conditions }),
  ];

  test.each(commands)('refuses the write and shows the item (%#)', async (command) => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    await putItems(headwater, TableName, [stored]);
    const error = await headwater.dynamodb
      .send(command as PutItemCommand)
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ message: 'The conditional request failed', Item: stored });
    expect(await itemNow(headwater)).toEqual(stored);
  });

  test('shows no item when there is none, or when not asked', async () => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    const refusal = (ReturnValuesOnConditionCheckFailure: 'ALL_OLD' | 'NONE') =>
      headwater.dynamodb
        .send(
          new DeleteItemCommand({
            TableName,
            Key,
            ConditionExpression: 'v = :v',
            ExpressionAttributeValues: { ':v': { N: '2' } },
            ReturnValuesOnConditionCheckFailure,
          }),
        )
        .catch((error: unknown) => (error as ConditionalCheckFailedException).Item ?? 'no item');
    expect(await refusal('ALL_OLD')).toBe('no item');
    await putItems(headwater, TableName, [stored]);
    expect(await refusal('NONE')).toBe('no item');
    expect(await refusal('ALL_OLD')).toEqual(stored);
  });
});

test('a projection picks paths, also into lists and maps', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const list = ['a', 'b', 'c', 'd'].map((S) => ({ S }));
  await putItems(headwater, TableName, [
    {
      ...Key,
      branch: { L: list },
      tree: { M: { x: { N: '1' }, y: { N: '2' } } },
      name: { S: 'n' },
    },
  ]);
  const projected = async (ProjectionExpression: string) => {
    const command = new GetItemCommand({
      TableName,
      Key,
      ProjectionExpression,
      ExpressionAttributeNames: { '#name': 'name' },
    });
    return (await headwater.dynamodb.send(command)).Item;
  };
  expect(await projected('branch[2], branch[0], tree.y, #name, nothing')).toEqual({
    branch: { L: [{ S: 'a' }, { S: 'c' }] },
    tree: { M: { y: { N: '2' } } },
    name: { S: 'n' },
  });
  expect(await projected('tree.#name')).toEqual({});
});
