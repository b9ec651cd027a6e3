// Cross-service communication: other services hear of orders through a topic, each by its own subscription, and need no
// access to the table.

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DynamoDBStreamHandler } from 'aws-lambda';

const sns = new SNSClient();
const kinds = { INSERT: 'order-placed', MODIFY: 'order-changed', REMOVE: 'order-cancelled' };

export const handler: DynamoDBStreamHandler = async ({ Records }) => {
  for (const { eventID, eventName, dynamodb: change } of Records) {
    await sns.send(
      new PublishCommand({
        TopicArn: process.env['TOPIC_ARN'],
        // Deliveries may double: subscribers drop an id that they know.
        Message: JSON.stringify({ id: eventID, order: change?.Keys?.['id']?.S }),
        MessageAttributes: {
          kind: { DataType: 'String', StringValue: kinds[eventName ?? 'MODIFY'] },
        },
      }),
    );
  }
};
