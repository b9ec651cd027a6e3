// @aws-lambda-powertools/batch inside of a handler: what it reports is what is tried again, and what fails for
// good comes to a queue.

import { fileURLToPath } from 'node:url';
import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';

const TableName = 'orders';

async function started() {
  const headwater = await startHeadwater({
    runtime: manualRuntime(),
    log: { info() {}, warn() {}, error() {} },
  });
  const lambda = new LambdaClient(headwater.clientConfig);
  const sqs = new SQSClient(headwater.clientConfig);
  onTestFinished(async () => {
    lambda.destroy();
    sqs.destroy();
    await headwater.close();
  });
  const { TableDescription: table } = await headwater.dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    }),
  );
  const put = (id: string) =>
    headwater.dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
  return { headwater, lambda, sqs, put, stream: table?.LatestStreamArn };
}

test('records that fail are tried again and given up, and those around them are processed', async () => {
  const { headwater, lambda, sqs, put, stream } = await started();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'failed' }));
  const handler = fileURLToPath(new URL('powertools-handler.ts', import.meta.url));
  await headwater.functions.add({ name: 'process', handler });
  for (const id of ['a', 'bad 1', 'b', 'c', 'bad 2']) await put(id);
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'process',
      EventSourceArn: stream,
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: {
        OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' },
      },
    }),
  );
  await headwater.clock.advance('1m');
  const lines = await headwater.functions.logs({ name: 'process' });
  const processed = new Set(lines.flatMap((line) => /Processed (\w)/.exec(line)?.[1] ?? []));
  expect([...processed]).toEqual(['a', 'b', 'c']);
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  const documents = Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);
  expect(documents).toMatchObject(
    [1, 2].map(() => ({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      responseContext: { statusCode: 200, functionError: null },
      DDBStreamBatchInfo: { batchSize: 1, streamArn: stream },
    })),
  );
});
