// The three functions, called by a table inside of a test.

import { fileURLToPath } from 'node:url';
import {
  CreateTableCommand,
  DeleteItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { UpdateEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../packages/server/src/index.ts';

/** A server with two tables that have streams. */
async function started(): Promise<Headwater> {
  const headwater = await startHeadwater();
  onTestFinished(() => headwater.close());
  for (const TableName of ['orders', 'copy']) {
    await headwater.dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
  }
  return headwater;
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const put = ({ dynamodb }: Headwater, id: string, more = {}) =>
  dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id }, ...more } }));

const remove = ({ dynamodb }: Headwater, id: string) =>
  dynamodb.send(new DeleteItemCommand({ TableName: 'orders', Key: { id: { S: id } } }));

test('changes are logged', async () => {
  const headwater = await started();
  const { functions, clock } = headwater;
  await functions.add({ name: 'log', handler: file('log-changes.ts'), on: 'orders' });
  await put(headwater, 'A-1');
  await put(headwater, 'A-1', { n: { N: '7' } });
  await remove(headwater, 'A-1');
  await clock.advance('1s');
  const lines = await functions.logs({ name: 'log' });
  expect(lines.flatMap((line) => /Event: (\w+)/.exec(line)?.[1] ?? [])).toEqual([
    'INSERT',
    'MODIFY',
    'REMOVE',
  ]);
});

test('a copy is kept, also of what was there before', async () => {
  const headwater = await started();
  const { functions, clock, dynamodb } = headwater;
  await put(headwater, 'A-1');
  await put(headwater, 'A-2');
  await functions.add({
    name: 'replicate',
    handler: file('replicate.ts'),
    on: { table: 'orders', from: 'TRIM_HORIZON' },
  });
  await remove(headwater, 'A-1');
  await clock.advance('1s');
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'copy' }));
  expect(Items).toEqual([{ id: { S: 'A-2' } }]);
});

test('poison is given up after its attempts, and holds up nothing behind it', async () => {
  const headwater = await started();
  const { functions, records, clock } = headwater;
  const { mapping } = await functions.add({
    name: 'reject',
    handler: file('reject-poison.ts'),
    on: { table: 'orders', retries: 2 },
  });
  const lambda = new LambdaClient(headwater.clientConfig);
  onTestFinished(() => lambda.destroy());
  await lambda.send(
    new UpdateEventSourceMappingCommand({
      UUID: mapping?.uuid,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  );
  await put(headwater, 'A-3', { poison: { BOOL: true } });
  await put(headwater, 'A-4');
  await clock.advance('1m');
  const statusOf = async (id: string) => {
    const [record] = await records.find({ table: 'orders', key: { id: { S: id } } });
    return record?.triggers.map(({ status }) => status);
  };
  expect(await statusOf('A-3')).toEqual(['given-up']);
  expect(await statusOf('A-4')).toEqual(['processed']);
});
