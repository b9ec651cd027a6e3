// The tables of these examples: orders, whose changes call the functions, and those that the functions write to.

import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

export async function makeTables(client: DynamoDBClient, elsewhere: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      ...table('orders', 'id'),
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  await client.send(new CreateTableCommand(table('shipments', 'id')));
  await client.send(new CreateTableCommand(table('revenue', 'minute')));
  await client.send(new CreateTableCommand(table('customer-totals', 'id')));
  await elsewhere.send(new CreateTableCommand(table('orders-replica', 'id')));
}

function table(TableName: string, key: string): CreateTableCommandInput {
  return {
    TableName,
    AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
    KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  };
}
