// Materialised view: what each customer's orders sum up to. Adding is not idempotent, and records may come more than once, so
// the sum and a mark of the record are written in one transaction: a record whose mark is there was counted.

import {
  DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamHandler } from 'aws-lambda';

const TableName = 'customer-totals';
const dynamodb = new DynamoDBClient();

export const handler: DynamoDBStreamHandler = async ({ Records }) => {
  for (const record of Records) {
    const { OldImage: before, NewImage: after } = record.dynamodb ?? {};
    const customer = (after ?? before)?.['customer']?.S ?? '';
    const cents = Number(after?.['cents']?.N ?? 0) - Number(before?.['cents']?.N ?? 0);
    if (cents !== 0) await addOnce(record, customer, cents);
  }
};

async function addOnce({ eventID }: DynamoDBRecord, customer: string, cents: number) {
  try {
    await dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: { id: { S: `record#${eventID}` } },
              ConditionExpression: 'attribute_not_exists(id)',
            },
          },
          {
            Update: {
              TableName,
              Key: { id: { S: customer } },
              UpdateExpression: 'ADD cents :cents',
              ExpressionAttributeValues: { ':cents': { N: `${cents}` } },
            },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [ofMark] = error.CancellationReasons ?? [];
    if (ofMark?.Code !== 'ConditionalCheckFailed') throw error;
  }
}
