// Follows the table of orders and prints what changes, until Ctrl-C. Start it twice, and the two share the shards;
// stop one, and the other goes on where it was. README.md says how to run it.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { followOrders } from './follow-orders.ts';
import { openOrders } from './orders.ts';

const dynamodb = new DynamoDBClient();
const client = new DynamoDBStreamsClient();

const consumer = followOrders({
  client,
  dynamodb,
  streamArn: await openOrders(dynamodb),
  application: 'examples-consumer',
  onChange({ kind, keys, old, new: order }) {
    console.log(kind, keys.id, old?.total ?? '-', '->', order?.total ?? '-');
  },
});
consumer.on('lease-taken', ({ shardId }) => console.log('reading', shardId));
consumer.on('gap', (gap) => console.warn('records were trimmed before they were read:', gap));
consumer.on('batch-failed', ({ error, retryInMs }) =>
  console.warn(`failed, again in ${retryInMs} ms:`, error),
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void consumer.stop());
}
await consumer.start();
console.log('ended:', await consumer.done);
console.log('processed', consumer.metrics().recordsProcessed, 'records');
