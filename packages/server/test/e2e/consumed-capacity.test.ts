// ConsumedCapacity (DynamoDB Developer Guide, read and write capacity units).

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

const TableName = 'things';
const Key = { p: { S: 'big' } };
const missing = { p: { S: 'missing' } };
/** Just above 8 KB: three units of 4 KB to read, nine of 1 KB to write. */
const big = { ...Key, filler: { S: 'x'.repeat(8 * 1024) } };
const small = { ...Key, n: { N: '1' } };
const ReturnConsumedCapacity = 'TOTAL' as const;
const read = { TableName, ReturnConsumedCapacity };
const ofKey = { KeyConditionExpression: 'p = :p', ExpressionAttributeValues: { ':p': Key.p } };

test.each([
  ['GetItem, eventual', new GetItemCommand({ ...read, Key }), 1.5],
  ['GetItem, consistent', new GetItemCommand({ ...read, Key, ConsistentRead: true }), 3],
  ['GetItem of nothing', new GetItemCommand({ ...read, Key: missing }), 0.5],
  ['GetItem, projected', new GetItemCommand({ ...read, Key, ProjectionExpression: 'n' }), 1.5],
  ['Query', new QueryCommand({ ...read, ...ofKey }), 1.5],
  ['Query, consistent', new QueryCommand({ ...read, ...ofKey, ConsistentRead: true }), 3],
  ['Scan', new ScanCommand({ ...read, FilterExpression: 'attribute_exists(nothing)' }), 1.5],
  ['PutItem over a larger item', new PutItemCommand({ ...read, Item: small }), 9],
  ['PutItem of a new item', new PutItemCommand({ ...read, Item: missing }), 1],
  ['DeleteItem', new DeleteItemCommand({ ...read, Key }), 9],
  ['DeleteItem of nothing', new DeleteItemCommand({ ...read, Key: missing }), 1],
  ['UpdateItem', new UpdateItemCommand({ ...read, Key, UpdateExpression: 'REMOVE filler' }), 9],
])('%s', async (_, command, units) => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  await putItems(headwater, TableName, [big]);
  const { ConsumedCapacity } = await headwater.dynamodb.send(command as GetItemCommand);
  expect(ConsumedCapacity).toEqual({ TableName, CapacityUnits: units });
});

test('INDEXES shows the table apart, and NONE nothing', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const consumed = async (asked: 'INDEXES' | 'NONE') => {
    const command = new PutItemCommand({ TableName, Item: big, ReturnConsumedCapacity: asked });
    return (await headwater.dynamodb.send(command)).ConsumedCapacity;
  };
  expect(await consumed('INDEXES')).toEqual({
    TableName,
    CapacityUnits: 9,
    Table: { CapacityUnits: 9 },
  });
  expect(await consumed('NONE')).toBeUndefined();
});

test('batches show it table by table', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb } = headwater;
  await aTable(headwater);
  const written = await dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: {
        things: [{ PutRequest: { Item: big } }, { DeleteRequest: { Key: missing } }],
      },
      ReturnConsumedCapacity,
    }),
  );
  const got = await dynamodb.send(
    new BatchGetItemCommand({
      RequestItems: { things: { Keys: [Key, missing] } },
      ReturnConsumedCapacity,
    }),
  );
  expect(written.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 10 }]);
  expect(got.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 2 }]);
});
