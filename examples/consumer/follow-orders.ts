// What replaces the loop: shards that come and go, restarts, several workers and errors are the library's.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { dynamodbLeases } from '../../packages/consumer/src/dynamodb-leases.ts';
import { dynamodbStreamsSource } from '../../packages/consumer/src/dynamodb-streams.ts';
import {
  type ChangeRecord,
  type Polling,
  StreamConsumer,
} from '../../packages/consumer/src/index.ts';
import type { Order } from './orders.ts';

export interface FollowOptions {
  readonly client: DynamoDBStreamsClient;
  readonly dynamodb: DynamoDBClient;
  readonly streamArn: string;
  readonly application: string;
  /** Against AWS, what applies without it is right. */
  readonly polling?: Partial<Polling>;
  /** Called for the changes of each order in their order; when it fails, it is called again. */
  onChange(change: ChangeRecord<Order>): Promise<void> | void;
}

export function followOrders(options: FollowOptions): StreamConsumer<ChangeRecord<Order>> {
  const { client, dynamodb, streamArn, application, polling = {}, onChange } = options;
  return new StreamConsumer({
    application,
    source: dynamodbStreamsSource<Order>({ client, streamArn, polling }),
    store: dynamodbLeases({ client: dynamodb, tableName: 'consumer-leases' }),
    async handler({ records }) {
      for (const record of records) await onChange(record);
    },
  });
}
