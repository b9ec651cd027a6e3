// Logs what is written to a table.

import type { DynamoDBStreamHandler } from 'aws-lambda';

export const handler: DynamoDBStreamHandler = async ({ Records }) => {
  for (const { eventName, dynamodb } of Records) console.log('Event:', eventName, dynamodb?.Keys);
};
