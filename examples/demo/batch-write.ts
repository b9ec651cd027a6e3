// BatchWriteItem over any number of requests: 25 at a time, and again what the server left unprocessed.

import { setTimeout as delay } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';

const requestsPerCall = 25;
const firstPauseMs = 50;
const longestPauseMs = 2000;

/** No two requests may be about the same item. `onWritten` hears how many writes were acknowledged. */
export async function batchWrite(
  client: DynamoDBClient,
  table: string,
  {
    requests,
    onWritten = () => {},
  }: { readonly requests: readonly WriteRequest[]; onWritten?(count: number): void },
): Promise<void> {
  for (let start = 0; start < requests.length; start += requestsPerCall) {
    let left = requests.slice(start, start + requestsPerCall);
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: left } }),
      );
      const unprocessed = UnprocessedItems?.[table] ?? [];
      onWritten(left.length - unprocessed.length);
      left = unprocessed;
      if (left.length === 0) break;
      await delay(pauseMs);
    }
  }
}
