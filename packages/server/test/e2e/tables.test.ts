// Tables: their life, as the SDK and its waiters see it.

import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  paginateListTables,
  ScanCommand,
  UpdateTableCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

// The SDK's waiters pause for 20 seconds between two looks: with this limit they may look once.
const oneLookMs = 10_000;

test('a created table is described as it was asked for', async () => {
  await using headwater = await startHeadwater({ region: 'eu-central-1' });
  const created = await headwater.dynamodb.send(
    new CreateTableCommand({
      TableName: 'orders',
      KeySchema: [
        { AttributeName: 'customer', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'customer', AttributeType: 'B' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 7 },
      DeletionProtectionEnabled: true,
    }),
  );
  const { Table } = await headwater.dynamodb.send(
    new DescribeTableCommand({ TableName: 'orders' }),
  );
  expect(Table).toEqual({
    ...created.TableDescription,
    TableStatus: 'ACTIVE',
    WarmThroughput: { ReadUnitsPerSecond: 5, WriteUnitsPerSecond: 7, Status: 'ACTIVE' },
  });
  expect(Table).toEqual({
    TableName: 'orders',
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/orders',
    TableId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    CreationDateTime: expect.any(Date),
    KeySchema: [
      { AttributeName: 'customer', KeyType: 'HASH' },
      { AttributeName: 'at', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'at', AttributeType: 'N' },
      { AttributeName: 'customer', AttributeType: 'B' },
    ],
    ProvisionedThroughput: {
      NumberOfDecreasesToday: 0,
      ReadCapacityUnits: 5,
      WriteCapacityUnits: 7,
    },
    WarmThroughput: { ReadUnitsPerSecond: 5, WriteUnitsPerSecond: 7, Status: 'ACTIVE' },
    ItemCount: 0,
    TableSizeBytes: 0,
    DeletionProtectionEnabled: true,
  });
});

test('an on-demand table with a stream says so', async () => {
  await using headwater = await startHeadwater();
  const { streamArn } = await aTable(headwater, { viewType: 'NEW_IMAGE' });
  const { Table } = await headwater.dynamodb.send(
    new DescribeTableCommand({ TableName: 'things' }),
  );
  expect(Table).toMatchObject({
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    LatestStreamArn: streamArn,
  });
  expect(streamArn).toBe(
    `arn:aws:dynamodb:us-east-1:000000000000:table/things/stream/${Table?.LatestStreamLabel}`,
  );
  expect(Table?.LatestStreamLabel).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
});

test(
  'waiters find a table there, and gone, at their first look',
  { timeout: oneLookMs },
  async () => {
    await using headwater = await startHeadwater();
    const waiting = { client: headwater.dynamodb, maxWaitTime: 60 };
    await aTable(headwater);
    const there = await waitUntilTableExists(waiting, { TableName: 'things' });
    await headwater.dynamodb.send(new DeleteTableCommand({ TableName: 'things' }));
    const gone = await waitUntilTableNotExists(waiting, { TableName: 'things' });
    expect([there.state, gone.state]).toEqual(['SUCCESS', 'SUCCESS']);
  },
);

test('tables are listed by name, page by page', async () => {
  await using headwater = await startHeadwater();
  const names = ['delta', 'alpha', 'charlie', 'Bravo', 'echo'];
  for (const name of names) await aTable(headwater, { name });
  const sorted = ['Bravo', 'alpha', 'charlie', 'delta', 'echo'];

  const pages = [];
  for await (const page of paginateListTables({ client: headwater.dynamodb, pageSize: 2 }, {})) {
    pages.push(page.TableNames);
  }
  expect(pages).toEqual([sorted.slice(0, 2), sorted.slice(2, 4), sorted.slice(4)]);

  const rest = await headwater.dynamodb.send(
    new ListTablesCommand({ ExclusiveStartTableName: 'bravo', Limit: 100 }),
  );
  expect(rest.TableNames).toEqual(['charlie', 'delta', 'echo']);
  expect(rest).not.toHaveProperty('LastEvaluatedTableName');
});

test('regions are separate', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const elsewhere = new DynamoDBClient({ ...headwater.clientConfig, region: 'ap-south-1' });
  expect((await elsewhere.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  elsewhere.destroy();
});

test('UpdateTable changes billing and protection, and keeps the stream', async () => {
  await using headwater = await startHeadwater();
  const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
  const { dynamodb } = headwater;
  await dynamodb.send(
    new UpdateTableCommand({
      TableName: 'things',
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
    }),
  );
  await dynamodb.send(
    new UpdateTableCommand({ TableName: 'things', DeletionProtectionEnabled: true }),
  );
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'things' }));
  expect(Table).toMatchObject({
    ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
    DeletionProtectionEnabled: true,
    LatestStreamArn: streamArn,
  });
  await expect(dynamodb.send(new DeleteTableCommand({ TableName: 'things' }))).rejects.toThrow(
    'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
  );
});

test('a table made again under its name is new and empty', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb } = headwater;
  const idNow = async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'things' }));
    return Table?.TableId;
  };
  await aTable(headwater);
  const id = await idNow();
  await putItems(headwater, 'things', [{ p: { S: 'old' } }]);
  const { TableDescription } = await dynamodb.send(new DeleteTableCommand({ TableName: 'things' }));
  expect(TableDescription?.TableStatus).toBe('DELETING');
  await aTable(headwater);
  expect(await idNow()).not.toBe(id);
  expect((await dynamodb.send(new ScanCommand({ TableName: 'things' }))).Items).toEqual([]);
});

test('with a transition time, a table is ACTIVE only once the clock has passed it', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime, transitionMs: 1000 });
  const { dynamodb } = headwater;
  const statusNow = async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'things' }));
    return Table?.TableStatus;
  };
  await aTable(headwater);
  expect(await statusNow()).toBe('CREATING');
  await runtime.clock.advance(1000);
  expect(await statusNow()).toBe('ACTIVE');
  await dynamodb.send(new DeleteTableCommand({ TableName: 'things' }));
  expect(await statusNow()).toBe('DELETING');
  await runtime.clock.advance(1000);
  await expect(statusNow()).rejects.toThrow(
    'Requested resource not found: Table: things not found',
  );
});
