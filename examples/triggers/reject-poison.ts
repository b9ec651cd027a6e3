// Fails on one kind of item, and says on which: what was before it is done, and is not handed out again.

import type { DynamoDBStreamEvent } from './stream-event.ts';

interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<BatchResponse> => {
  const poison = Records.find(({ dynamodb }) => dynamodb.NewImage?.['poison'] !== undefined);
  if (poison === undefined) return { batchItemFailures: [] };
  return { batchItemFailures: [{ itemIdentifier: poison.dynamodb.SequenceNumber }] };
};
