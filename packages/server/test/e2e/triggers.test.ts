// Tables that call functions, created as the AWS CLI creates them: from archives, by their ARNs.

import {
  CreateTableCommand,
  DeleteItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';
import {
  type Headwater,
  type HeadwaterOptions,
  manualRuntime,
  startHeadwater,
} from '../../src/index.ts';
import { zipOf } from '../../src/lambda/runtimes/testing/zip-of.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

interface Started {
  readonly headwater: Headwater;
  readonly lambda: LambdaClient;
}

async function started(options: HeadwaterOptions = {}): Promise<Started> {
  const headwater = await startHeadwater({
    runtime: manualRuntime(),
    log: { info() {}, warn() {}, error() {} },
    ...options,
  });
  const lambda = new LambdaClient(headwater.clientConfig);
  onTestFinished(async () => {
    lambda.destroy();
    await headwater.close();
  });
  return { headwater, lambda };
}

async function makeTable({ dynamodb }: Headwater, name: string): Promise<string> {
  const { TableDescription: table } = await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return table?.LatestStreamArn ?? '';
}

async function makeTrigger(
  { lambda }: Started,
  name: string,
  { source, stream }: { readonly source: string; readonly stream: string },
): Promise<string | undefined> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/any',
      Code: { ZipFile: zipOf([{ name: 'index.mjs', content: source }]) },
    }),
  );
  const { UUID } = await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: name,
      EventSourceArn: stream,
      StartingPosition: 'LATEST',
    }),
  );
  return UUID;
}

/** An item is added, changed and removed; another stays. */
async function writeOrders({ dynamodb }: Headwater): Promise<void> {
  const TableName = 'orders';
  const Key = { id: { S: 'A-1' } };
  await dynamodb.send(new PutItemCommand({ TableName, Item: Key }));
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': { N: '7' } },
    }),
  );
  await dynamodb.send(new DeleteItemCommand({ TableName, Key }));
  const Item = { id: { S: 'A-2' }, tags: { SS: ['a', 'b'] } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
}

const logging = `export const handler = async (event) => { for (const record of event.Records) console.log('Event:', record.eventName, record.dynamodb.Keys) }`;

const replicating = `
import { DynamoDBClient, PutItemCommand, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient();
export const handler = async (event) => {
  for (const { eventName, dynamodb } of event.Records) {
    await client.send(
      eventName === 'REMOVE'
        ? new DeleteItemCommand({ TableName: 'copy', Key: dynamodb.Keys })
        : new PutItemCommand({ TableName: 'copy', Item: dynamodb.NewImage }),
    );
  }
};`;

test('a function sees what is added, changed and removed', async () => {
  const { headwater, lambda } = await started();
  const stream = await makeTable(headwater, 'orders');
  const UUID = await makeTrigger({ headwater, lambda }, 'log', { source: logging, stream });
  await writeOrders(headwater);
  await headwater.clock.advance('1s');
  const lines = await headwater.functions.logs({ name: 'log' });
  const seen = lines.flatMap((line) => /Event: .*/.exec(line)?.[0] ?? []);
  expect(seen).toEqual([
    "Event: INSERT { id: { S: 'A-1' } }",
    "Event: MODIFY { id: { S: 'A-1' } }",
    "Event: REMOVE { id: { S: 'A-1' } }",
    "Event: INSERT { id: { S: 'A-2' } }",
  ]);
  const mapping = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
  expect(mapping).toMatchObject({ State: 'Enabled', LastProcessingResult: 'OK' });
});

test('a function replicates a table, by the endpoint in its environment', async () => {
  const { headwater, lambda } = await started();
  const stream = await makeTable(headwater, 'orders');
  await makeTable(headwater, 'copy');
  await makeTrigger({ headwater, lambda }, 'replicate', { source: replicating, stream });
  await writeOrders(headwater);
  await headwater.clock.advance('1s');
  const { Items } = await headwater.dynamodb.send(new ScanCommand({ TableName: 'copy' }));
  expect(Items).toEqual([{ id: { S: 'A-2' }, tags: { SS: ['a', 'b'] } }]);
});

test('after a restart a trigger goes on behind what it has done', async () => {
  await using directory = await temporaryDirectory();
  const dataDir = directory.path;
  const first = await started({ dataDir });
  const stream = await makeTable(first.headwater, 'orders');
  await makeTable(first.headwater, 'copy');
  await makeTrigger(first, 'log', { source: logging, stream });
  const put = ({ dynamodb }: Headwater, id: string) =>
    dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id } } }));
  await put(first.headwater, 'before');
  await first.headwater.clock.advance('1s');
  const { clock } = first.headwater;
  await first.headwater.close();

  const again = await started({ dataDir, runtime: manualRuntime({ startAt: clock.now() }) });
  await put(again.headwater, 'after');
  await again.headwater.clock.advance('1s');
  const lines = await again.headwater.functions.logs({ name: 'log' });
  expect(lines.filter((line) => line.includes('Event:'))).toEqual([
    expect.stringContaining("Event: INSERT { id: { S: 'after' } }"),
  ]);
});
