// TransactWriteItems and TransactGetItems.

import {
  type AttributeValue,
  GetItemCommand,
  IdempotentParameterMismatchException,
  ResourceNotFoundException,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { recordsOf } from './read-stream.ts';

const key = (p: string): Record<string, AttributeValue> => ({ p: { S: p } });

function transact(
  { dynamodb }: Headwater,
  actions: TransactWriteItem[],
  more: Omit<TransactWriteItemsCommandInput, 'TransactItems'> = {},
) {
  return dynamodb.send(new TransactWriteItemsCommand({ TransactItems: actions, ...more }));
}

async function itemOf({ dynamodb }: Headwater, TableName: string, p: string) {
  return (await dynamodb.send(new GetItemCommand({ TableName, Key: key(p) }))).Item;
}

const add = (p: string, by = '1'): TransactWriteItem => ({
  Update: {
    TableName: 'things',
    Key: key(p),
    UpdateExpression: 'ADD n :by',
    ExpressionAttributeValues: { ':by': { N: by } },
  },
});

describe('TransactWriteItems', () => {
  test('writes to several tables, and each change is a record of its own', async () => {
    await using headwater = await startHeadwater();
    const { streamArn } = await aTable(headwater, {
      viewType: 'NEW_AND_OLD_IMAGES',
      partitions: 3,
    });
    await aTable(headwater, { name: 'others' });
    await putItems(headwater, 'things', [{ ...key('gone'), v: { S: 'old' } }, key('same')]);
    await putItems(headwater, 'others', [key('there')]);
    const answer = await transact(headwater, [
      { Put: { TableName: 'things', Item: { ...key('new'), v: { S: 'new' } } } },
      { Delete: { TableName: 'things', Key: key('gone') } },
      add('counter', '5'),
      { Put: { TableName: 'things', Item: key('same') } },
      {
        ConditionCheck: {
          TableName: 'arn:aws:dynamodb:us-east-1:000000000000:table/others',
          Key: key('there'),
          ConditionExpression: 'attribute_exists(p)',
        },
      },
      { Put: { TableName: 'others', Item: key('here') } },
    ]);
    expect(answer.ConsumedCapacity).toBeUndefined();
    expect(await itemOf(headwater, 'things', 'new')).toEqual({ ...key('new'), v: { S: 'new' } });
    expect(await itemOf(headwater, 'things', 'gone')).toBeUndefined();
    expect(await itemOf(headwater, 'others', 'here')).toEqual(key('here'));
    const records = await recordsOf(headwater.streams, streamArn);
    const changes = records.map(
      ({ eventName, dynamodb }) => `${eventName} ${dynamodb?.Keys?.['p']?.S}`,
    );
    expect(new Set(changes)).toEqual(
      new Set(['INSERT gone', 'INSERT same', 'INSERT new', 'REMOVE gone', 'INSERT counter']),
    );
    expect(changes).toHaveLength(5);
  });

  test('is cancelled as a whole, with a reason for each action', async () => {
    await using headwater = await startHeadwater();
    const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
    const taken = { ...key('taken'), v: { S: 'mine' } };
    await putItems(headwater, 'things', [taken]);
    const unlessTaken: TransactWriteItem = {
      Put: {
        TableName: 'things',
        Item: key('taken'),
        ConditionExpression: 'attribute_not_exists(p)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    };
    const error: unknown = await transact(headwater, [add('a'), unlessTaken]).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(TransactionCanceledException);
    const { message, CancellationReasons: reasons } = error as TransactionCanceledException;
    expect(message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
    );
    expect(reasons).toEqual([
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: taken },
    ]);
    expect(await itemOf(headwater, 'things', 'a')).toBeUndefined();
    expect(await recordsOf(headwater.streams, streamArn)).toHaveLength(1);
  });

  test('is refused for a table that does not exist', async () => {
    await using headwater = await startHeadwater();
    await expect(transact(headwater, [add('a')])).rejects.toThrow(ResourceNotFoundException);
  });

  test('tells what it consumed', async () => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    const more = { ReturnConsumedCapacity: 'INDEXES', ClientRequestToken: 'once' } as const;
    const first = await transact(headwater, [add('a'), add('b')], more);
    expect(first.ConsumedCapacity).toEqual([
      {
        TableName: 'things',
        CapacityUnits: 4,
        WriteCapacityUnits: 4,
        Table: { CapacityUnits: 4, WriteCapacityUnits: 4 },
      },
    ]);
    const again = await transact(headwater, [add('a'), add('b')], {
      ...more,
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(again.ConsumedCapacity).toEqual([
      { TableName: 'things', CapacityUnits: 4, ReadCapacityUnits: 4 },
    ]);
  });

  test('with the same token has its effect once in ten minutes', async () => {
    const runtime = manualRuntime();
    await using headwater = await startHeadwater({ runtime });
    await aTable(headwater);
    const once = { ClientRequestToken: 'once' };
    await transact(headwater, [add('a')], once);
    await transact(headwater, [add('a')], once);
    expect(await itemOf(headwater, 'things', 'a')).toEqual({ ...key('a'), n: { N: '1' } });
    await expect(transact(headwater, [add('a', '2')], once)).rejects.toThrow(
      IdempotentParameterMismatchException,
    );
    await runtime.clock.advance(10 * 60 * 1000);
    await transact(headwater, [add('a', '2')], once);
    expect(await itemOf(headwater, 'things', 'a')).toEqual({ ...key('a'), n: { N: '3' } });
  });
});

describe('TransactGetItems', () => {
  test('reads several tables, with nothing where there is no item', async () => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    await aTable(headwater, { name: 'others' });
    await putItems(headwater, 'things', [{ ...key('a'), v: { N: '1' }, w: { N: '2' } }]);
    await putItems(headwater, 'others', [key('b')]);
    const answer = await headwater.dynamodb.send(
      new TransactGetItemsCommand({
        ReturnConsumedCapacity: 'TOTAL',
        TransactItems: [
          { Get: { TableName: 'others', Key: key('b') } },
          { Get: { TableName: 'things', Key: key('missing') } },
          { Get: { TableName: 'things', Key: key('a'), ProjectionExpression: 'w' } },
        ],
      }),
    );
    expect(answer.Responses).toEqual([{ Item: key('b') }, {}, { Item: { w: { N: '2' } } }]);
    expect(answer.ConsumedCapacity).toEqual([
      { TableName: 'others', CapacityUnits: 2, ReadCapacityUnits: 2 },
      { TableName: 'things', CapacityUnits: 4, ReadCapacityUnits: 4 },
    ]);
  });

  test('is cancelled for a key that is none', async () => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    const request = headwater.dynamodb.send(
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: 'things', Key: {} } }] }),
    );
    await expect(request).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        {
          Code: 'ValidationError',
          Message: 'The provided key element does not match the schema',
        },
      ],
    });
  });
});
