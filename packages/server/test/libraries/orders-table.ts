// One table in the shape that single-table libraries expect, on a server of its own.

import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { type Headwater, startHeadwater } from '../../src/index.ts';

/** Table `orders`: keys `pk` and `sk`, and the global index `byGsi` on `gsi` and `sk`. */
export async function startOrders(): Promise<Headwater> {
  const server = await startHeadwater();
  await server.dynamodb.send(
    new CreateTableCommand({
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gsi'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byGsi',
          KeySchema: [
            { AttributeName: 'gsi', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  return server;
}
