// Secondary indexes through the SDK.

import {
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';

const byColour = {
  IndexName: 'byColour',
  KeySchema: [
    { AttributeName: 'colour', KeyType: 'HASH' as const },
    { AttributeName: 's', KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
};

const table: CreateTableCommandInput = {
  TableName: 'boats',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'p', AttributeType: 'S' },
    { AttributeName: 's', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'p', KeyType: 'HASH' },
    { AttributeName: 's', KeyType: 'RANGE' },
  ],
};

const colour = { AttributeName: 'colour', AttributeType: 'S' as const };
const length = { AttributeName: 'boatLength', AttributeType: 'N' as const };

async function put(server: Headwater, p: string, s: number, more: object = {}): Promise<void> {
  const Item = { p: { S: p }, s: { N: String(s) }, ...more };
  await server.dynamodb.send(new PutItemCommand({ TableName: 'boats', Item }));
}

test('global and local indexes are described, queried, scanned and charged', async () => {
  await using server = await startHeadwater();
  await server.dynamodb.send(
    new CreateTableCommand({
      ...table,
      AttributeDefinitions: [...(table.AttributeDefinitions ?? []), colour, length],
      GlobalSecondaryIndexes: [byColour],
      LocalSecondaryIndexes: [
        {
          IndexName: 'byLength',
          KeySchema: [
            { AttributeName: 'p', KeyType: 'HASH' },
            { AttributeName: 'boatLength', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  await put(server, 'a', 1, { colour: { S: 'red' }, boatLength: { N: '7' }, crew: { N: '2' } });
  await put(server, 'a', 2, { colour: { S: 'red' }, boatLength: { N: '5' } });
  await put(server, 'b', 3, { colour: { S: 'blue' } });

  const red = await server.dynamodb.send(
    new QueryCommand({
      TableName: 'boats',
      IndexName: 'byColour',
      KeyConditionExpression: 'colour = :red AND s >= :one',
      FilterExpression: 'attribute_exists(crew)',
      ExpressionAttributeValues: { ':red': { S: 'red' }, ':one': { N: '1' } },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  expect(red).toMatchObject({ Count: 1, ScannedCount: 2 });
  expect(red.ConsumedCapacity).toEqual({
    TableName: 'boats',
    CapacityUnits: 0.5,
    Table: { CapacityUnits: 0 },
    GlobalSecondaryIndexes: { byColour: { CapacityUnits: 0.5 } },
  });
  const byLength = await server.dynamodb.send(
    new QueryCommand({
      TableName: 'boats',
      IndexName: 'byLength',
      KeyConditionExpression: 'p = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
      ConsistentRead: true,
      Limit: 1,
    }),
  );
  expect(byLength.Items).toEqual([{ p: { S: 'a' }, s: { N: '2' }, boatLength: { N: '5' } }]);
  expect(byLength.LastEvaluatedKey).toEqual(byLength.Items?.[0]);
  const scanned = await server.dynamodb.send(
    new ScanCommand({ TableName: 'boats', IndexName: 'byLength' }),
  );
  expect(scanned.Count).toBe(2);

  const sized = await server.dynamodb.send(
    new PutItemCommand({
      TableName: 'boats',
      Item: { p: { S: 'a' }, s: { N: '1' }, boatLength: { N: '7' } },
      ReturnItemCollectionMetrics: 'SIZE',
    }),
  );
  const collection = { ItemCollectionKey: { p: { S: 'a' } }, SizeEstimateRangeGB: [0, 1] };
  expect(sized.ItemCollectionMetrics).toEqual(collection);
  const batch = await server.dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: {
        boats: ['4', '5'].map((n) => ({
          PutRequest: { Item: { p: { S: 'a' }, s: { N: n } } },
        })),
      },
      ReturnItemCollectionMetrics: 'SIZE',
    }),
  );
  expect(batch.ItemCollectionMetrics).toEqual({ boats: [collection] });

  const { Table } = await server.dynamodb.send(new DescribeTableCommand({ TableName: 'boats' }));
  expect(Table?.GlobalSecondaryIndexes).toMatchObject([
    { IndexName: 'byColour', IndexStatus: 'ACTIVE', ItemCount: 2, KeySchema: byColour.KeySchema },
  ]);
  expect(Table?.LocalSecondaryIndexes).toMatchObject([{ IndexName: 'byLength', ItemCount: 2 }]);
});

test('an index can be added to a table that has items, and removed', async () => {
  await using server = await startHeadwater();
  await server.dynamodb.send(new CreateTableCommand(table));
  for (let s = 0; s < 30; s += 1) await put(server, 'a', s, { colour: { S: 'red' } });
  const created = await server.dynamodb.send(
    new UpdateTableCommand({
      TableName: 'boats',
      AttributeDefinitions: [...(table.AttributeDefinitions ?? []), colour],
      GlobalSecondaryIndexUpdates: [{ Create: byColour }],
    }),
  );
  expect(created.TableDescription?.GlobalSecondaryIndexes).toMatchObject([
    { IndexStatus: 'CREATING', Backfilling: true },
  ]);
  // Waits for what is under way.
  await server.clock.advance(0);
  const { Table } = await server.dynamodb.send(new DescribeTableCommand({ TableName: 'boats' }));
  expect(Table?.GlobalSecondaryIndexes).toMatchObject([{ IndexStatus: 'ACTIVE', ItemCount: 30 }]);
  const query = new QueryCommand({
    TableName: 'boats',
    IndexName: 'byColour',
    KeyConditionExpression: 'colour = :red',
    ExpressionAttributeValues: { ':red': { S: 'red' } },
  });
  expect((await server.dynamodb.send(query)).Count).toBe(30);
  await server.dynamodb.send(
    new UpdateTableCommand({
      TableName: 'boats',
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byColour' } }],
    }),
  );
  await expect(server.dynamodb.send(query)).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'The table does not have the specified index: byColour',
  });
});

test('an index that breaks a rule is refused, and no table is made', async () => {
  await using server = await startHeadwater();
  const create = new CreateTableCommand({ ...table, GlobalSecondaryIndexes: [byColour] });
  await expect(server.dynamodb.send(create)).rejects.toThrow(
    'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [colour], AttributeDefinitions: [p, s]',
  );
  await expect(
    server.dynamodb.send(new DescribeTableCommand({ TableName: 'boats' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
