// Keeps another table equal to the one that calls it. The client finds the server by AWS_ENDPOINT_URL, which is in the
// environment of every function; on AWS it is not, and the client finds AWS.

import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from './stream-event.ts';

const client = new DynamoDBClient();
const TableName = process.env['COPY'] ?? 'copy';

export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
  for (const { dynamodb } of Records) {
    const { Keys: Key, NewImage: Item } = dynamodb;
    if (Item === undefined) await client.send(new DeleteItemCommand({ TableName, Key }));
    else await client.send(new PutItemCommand({ TableName, Item }));
  }
};
