// Applies the records of a stream to a replica of its table.

import type { DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import { batchWrite } from './batch-write.ts';

/** Records of one shard, in order. Applying them again, from anywhere, ends in the same items. */
export async function applyRecords(
  replica: DynamoDBClient,
  table: string,
  records: readonly StreamRecord[],
): Promise<void> {
  await batchWrite(replica, table, { requests: writesOf(records) });
}

/** One write an item: of several records about an item the newest alone counts. */
export function writesOf(records: readonly StreamRecord[]): WriteRequest[] {
  const newest = new Map<string, WriteRequest>();
  for (const { eventName, dynamodb } of records) {
    const { Keys: key, NewImage: item } = dynamodb ?? {};
    const write: WriteRequest =
      eventName === 'REMOVE' ? { DeleteRequest: { Key: key } } : { PutRequest: { Item: item } };
    newest.set(JSON.stringify(key), write);
  }
  return [...newest.values()];
}
