// Logs what is written to a table.

import type { DynamoDBStreamEvent } from './stream-event.ts';

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const record of event.Records) {
    console.log('Event:', record.eventName, record.dynamodb.Keys);
  }
};
