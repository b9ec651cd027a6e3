// Everyday use of dynamodb-toolbox.

import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  $add,
  $append,
  BatchGetRequest,
  BatchPutRequest,
  executeBatchWrite,
  BatchWriteCommand,
  DeleteItemCommand,
  Entity,
  executeBatchGet,
  BatchGetCommand,
  GetItemCommand,
  item,
  list,
  number,
  PutItemCommand,
  QueryCommand,
  string,
  Table,
  UpdateItemCommand,
} from 'dynamodb-toolbox';
import { expect, it } from 'vitest';
import { startOrders } from './orders-table.ts';

it('dynamodb-toolbox', async () => {
  await using server = await startOrders();
  const Orders = new Table({
    documentClient: DynamoDBDocumentClient.from(server.dynamodb),
    name: 'orders',
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
    indexes: {
      byGsi: {
        type: 'global',
        partitionKey: { name: 'gsi', type: 'string' },
        sortKey: { name: 'sk', type: 'string' },
      },
    },
  });
  const Order = new Entity({
    name: 'Order',
    table: Orders,
    schema: item({
      pk: string().key(),
      sk: string().key(),
      gsi: string().default('open'),
      total: number().default(0),
      lines: list(string()).default([]),
    }),
  });

  await Order.build(PutItemCommand).item({ pk: 'c1', sk: 'o1', total: 5 }).send();
  await expect(
    Order.build(PutItemCommand)
      .item({ pk: 'c1', sk: 'o1' })
      .options({ condition: { attr: 'pk', exists: false } })
      .send(),
  ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  const { Attributes } = await Order.build(UpdateItemCommand)
    .item({ pk: 'c1', sk: 'o1', total: $add(3), lines: $append(['x']) })
    .options({ returnValues: 'ALL_NEW' })
    .send();
  expect(Attributes).toMatchObject({ total: 8, lines: ['x'] });

  await executeBatchWrite(
    Orders.build(BatchWriteCommand).requests(
      ...['o2', 'o3'].map((sk) => Order.build(BatchPutRequest).item({ pk: 'c1', sk })),
    ),
  );
  const { Responses } = await executeBatchGet(
    Orders.build(BatchGetCommand).requests(
      ...['o1', 'o3'].map((sk) => Order.build(BatchGetRequest).key({ pk: 'c1', sk })),
    ),
  );
  expect(Responses?.[0]?.map((one) => one?.sk)).toEqual(['o1', 'o3']);

  const { Items } = await Orders.build(QueryCommand)
    .entities(Order)
    .query({ index: 'byGsi', partition: 'open', range: { gte: 'o2' } })
    .options({ filters: { Order: { attr: 'total', lt: 3 } }, reverse: true })
    .send();
  expect(Items?.map(({ sk }) => sk)).toEqual(['o3', 'o2']);

  await Order.build(DeleteItemCommand).key({ pk: 'c1', sk: 'o1' }).send();
  const { Item } = await Order.build(GetItemCommand).key({ pk: 'c1', sk: 'o1' }).send();
  expect(Item).toBeUndefined();
});
