// Data replication: a table in another region gets every change. Records of one item come in their order, so the last one
// wins there as it did here; and a change that comes twice makes no difference.

import { type AttributeValue, DynamoDB } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamHandler } from 'aws-lambda';

type Item = Record<string, AttributeValue>;

const TableName = 'orders-replica';
const replica = new DynamoDB({ region: 'eu-central-1' });

export const handler: DynamoDBStreamHandler = async ({ Records }) => {
  for (const { eventName, dynamodb: change } of Records) {
    if (eventName === 'REMOVE') await replica.deleteItem({ TableName, Key: change?.Keys as Item });
    else await replica.putItem({ TableName, Item: change?.NewImage as Item });
  }
};
