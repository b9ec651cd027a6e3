// The table whose stream is followed: orders, which the programs of this folder make when it is missing.

import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

export interface Order {
  readonly id: string;
  readonly total: number;
}

export const TableName = 'orders';

/** Resolves with the ARN of the table's stream. */
export async function openOrders(client: DynamoDBClient): Promise<string> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table?.LatestStreamArn === undefined) {
    throw new Error(`The table ${TableName} has no stream: enable one, with NEW_AND_OLD_IMAGES.`);
  }
  return Table.LatestStreamArn;
}

export async function placeOrder(client: DynamoDBClient, { id, total }: Order): Promise<void> {
  const Item = { id: { S: id }, total: { N: String(total) } };
  await client.send(new PutItemCommand({ TableName, Item }));
}
