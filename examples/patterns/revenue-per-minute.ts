// Real-time analytics: the turnover of each minute, by a tumbling window. The function only adds up; Lambda keeps the state
// from one batch of the minute to the next, and calls once more when the minute is over.

import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';

interface WindowEvent {
  readonly Records: readonly DynamoDBRecord[];
  readonly window: { readonly start: string; readonly end: string };
  readonly state: { readonly cents?: number; readonly orders?: number };
  readonly isFinalInvokeForWindow: boolean;
}

const dynamodb = new DynamoDBClient();

export async function handler({ Records, window, state, isFinalInvokeForWindow }: WindowEvent) {
  let { cents = 0, orders = 0 } = state;
  for (const { eventName, dynamodb: change } of Records) {
    if (eventName !== 'INSERT') continue;
    cents += Number(change?.NewImage?.['cents']?.N ?? 0);
    orders += 1;
  }
  // Each shard has windows of its own, so several may add to one minute.
  if (isFinalInvokeForWindow) await add(window.start, cents, orders);
  return { state: { cents, orders } };
}

async function add(minute: string, cents: number, orders: number): Promise<void> {
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: 'revenue',
      Key: { minute: { S: minute } },
      UpdateExpression: 'ADD cents :cents, orders :orders',
      ExpressionAttributeValues: { ':cents': { N: `${cents}` }, ':orders': { N: `${orders}` } },
    }),
  );
}
