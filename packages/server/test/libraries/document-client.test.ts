// Everyday use of @aws-sdk/lib-dynamodb, the SDK's document client.

import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { startOrders } from './orders-table.ts';

it('the document client', async () => {
  await using server = await startOrders();
  const client = DynamoDBDocumentClient.from(server.dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const table = { TableName: 'orders' };
  const order = {
    pk: 'customer#1',
    sk: 'order#1',
    gsi: 'open',
    total: 12.5,
    lines: [{ sku: 'a', count: 2 }],
    tags: new Set(['new', 'gift']),
    photo: new Uint8Array([1, 2, 3]),
    paid: false,
    note: null,
  };
  await client.send(new PutCommand({ ...table, Item: { ...order, gone: undefined } }));
  const key = { pk: order.pk, sk: order.sk };
  const { Item } = await client.send(new GetCommand({ ...table, Key: key, ConsistentRead: true }));
  expect(Item).toEqual(order);

  const { Attributes } = await client.send(
    new UpdateCommand({
      ...table,
      Key: key,
      UpdateExpression:
        'SET paid = :yes, #lines[0].#count = #lines[0].#count + :one ADD tags :more',
      ConditionExpression: '#total < :limit AND attribute_exists(#lines[0].sku)',
      ExpressionAttributeNames: { '#count': 'count', '#lines': 'lines', '#total': 'total' },
      ExpressionAttributeValues: {
        ':yes': true,
        ':one': 1,
        ':more': new Set(['paid']),
        ':limit': 100,
      },
      ReturnValues: 'ALL_NEW',
    }),
  );
  expect(Attributes).toMatchObject({ paid: true, lines: [{ sku: 'a', count: 3 }] });
  expect(Attributes?.['tags']).toEqual(new Set(['gift', 'new', 'paid']));

  const more = Array.from({ length: 24 }, (_, index) => ({
    pk: 'customer#1',
    sk: `order#1${index}`,
    gsi: index % 2 === 0 ? 'open' : 'done',
  }));
  await client.send(
    new BatchWriteCommand({
      RequestItems: { orders: more.map((Item) => ({ PutRequest: { Item } })) },
    }),
  );
  const batch = await client.send(
    new BatchGetCommand({ RequestItems: { orders: { Keys: [key, { pk: 'x', sk: 'y' }] } } }),
  );
  expect(batch.Responses?.['orders']?.length).toBe(1);

  const pages = paginateQuery(
    { client, pageSize: 7 },
    {
      ...table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': order.pk, ':prefix': 'order#' },
    },
  );
  let count = 0;
  for await (const page of pages) count += page.Count ?? 0;
  expect(count).toBe(25);

  const open = await client.send(
    new QueryCommand({
      ...table,
      IndexName: 'byGsi',
      KeyConditionExpression: 'gsi = :open',
      ExpressionAttributeValues: { ':open': 'open' },
    }),
  );
  expect(open.Count).toBe(13);

  await expect(
    client.send(
      new DeleteCommand({ ...table, Key: key, ConditionExpression: 'attribute_not_exists(pk)' }),
    ),
  ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  await client.send(new DeleteCommand({ ...table, Key: key }));
  expect((await client.send(new GetCommand({ ...table, Key: key }))).Item).toBeUndefined();
});
