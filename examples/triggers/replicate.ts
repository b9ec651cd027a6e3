// Keeps another table equal to the one that calls it. The client finds the server by AWS_ENDPOINT_URL, which is in the
// environment of every function; on AWS it is not, and the client finds AWS.

import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamHandler } from 'aws-lambda';

type Item = Record<string, AttributeValue>;

const client = new DynamoDBClient();
const TableName = process.env['COPY'] ?? 'copy';

export const handler: DynamoDBStreamHandler = async ({ Records }) => {
  for (const { dynamodb } of Records) {
    // The types of events and of the SDK say the same in other words.
    const { Keys: Key, NewImage: Item } = dynamodb as { Keys: Item; NewImage?: Item };
    if (Item === undefined) await client.send(new DeleteItemCommand({ TableName, Key }));
    else await client.send(new PutItemCommand({ TableName, Item }));
  }
};
