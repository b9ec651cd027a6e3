// Fails on one kind of item, and says on which: what was before it is done, and is not handed out again.

import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const poison = Records.find(({ dynamodb }) => dynamodb?.NewImage?.['poison'] !== undefined);
  const itemIdentifier = poison?.dynamodb?.SequenceNumber;
  return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
};
