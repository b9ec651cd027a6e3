// Places some orders, for main.ts to see. Their totals are new each time: a write that changes nothing makes no
// record.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openOrders, placeOrder } from './orders.ts';

const dynamodb = new DynamoDBClient();
await openOrders(dynamodb);
const total = Math.round(Date.now() / 1000) % 100_000;
for (const id of ['A-1', 'A-2', 'A-3']) await placeOrder(dynamodb, { id, total });
console.log(`placed A-1, A-2 and A-3, each of ${total}`);
