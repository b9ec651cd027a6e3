// A handler as Powertools' manual has it: each record by itself, and those that failed are reported.

import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';

const processor = new BatchProcessor(EventType.DynamoDBStreams);

interface StreamRecord {
  readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } } };
}

const processRecord = async ({ dynamodb }: StreamRecord): Promise<void> => {
  const id = dynamodb.Keys.id.S;
  if (id.startsWith('bad')) throw new Error(`${id} cannot be processed`);
  process.stdout.write(`Processed ${id}\n`);
};

type Event = Parameters<typeof processPartialResponse>[0];

export const handler = (event: Event): Promise<unknown> =>
  processPartialResponse(event, processRecord, processor, { throwOnFullBatchFailure: false });
