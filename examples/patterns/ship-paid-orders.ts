// Event-driven architecture: when an order becomes paid, a shipment is begun. Whoever takes the payment knows nothing of
// shipping; the mapping's filter says which changes this function is woken for.

import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamHandler } from 'aws-lambda';

/** Of the mapping: changes after which the order is paid. */
export const filter = { dynamodb: { NewImage: { status: { S: ['paid'] } } } };

const dynamodb = new DynamoDBClient();

export const handler: DynamoDBStreamHandler = async ({ Records }) => {
  for (const { dynamodb: change } of Records) {
    const id = change?.Keys?.['id']?.S ?? '';
    try {
      await dynamodb.send(
        new PutItemCommand({
          TableName: 'shipments',
          Item: { id: { S: id }, status: { S: 'to be packed' } },
          // A paid order that changes again, or comes twice, is not shipped twice.
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
};
