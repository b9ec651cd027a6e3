// What a table is set to bear, and how it is encrypted and billed, as DescribeTable shows it.

import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable } from './a-table.ts';

const TableName = 'things';

function change({ dynamodb }: Headwater, input: Omit<UpdateTableCommandInput, 'TableName'>) {
  return dynamodb.send(new UpdateTableCommand({ TableName, ...input }));
}

async function described({ dynamodb }: Headwater) {
  return (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
}

test('a table is created with bounds, warm and encrypted', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb } = headwater;
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
      AttributeDefinitions: [
        { AttributeName: 'p', AttributeType: 'S' },
        { AttributeName: 'g', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byG',
          KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
          OnDemandThroughput: { MaxReadRequestUnits: 3 },
        },
      ],
      OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 50 },
      WarmThroughput: { ReadUnitsPerSecond: 12_500 },
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: 'my-key' },
    }),
  );
  expect(await described(headwater)).toMatchObject({
    OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 50 },
    WarmThroughput: { ReadUnitsPerSecond: 12_500, WriteUnitsPerSecond: 4000, Status: 'ACTIVE' },
    SSEDescription: {
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/my-key',
    },
    GlobalSecondaryIndexes: [
      {
        OnDemandThroughput: { MaxReadRequestUnits: 3 },
        WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4000 },
      },
    ],
  });
});

test('billing and throughput change, and the table says when', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime });
  await aTable(headwater);
  const createdAt = new Date(runtime.clock.now());
  await change(headwater, {
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 7 },
  });
  await runtime.clock.advance(60_000);
  const ProvisionedThroughput = { ReadCapacityUnits: 6, WriteCapacityUnits: 2 };
  await change(headwater, { ProvisionedThroughput });
  const changedAt = new Date(runtime.clock.now());
  expect(await described(headwater)).toMatchObject({
    BillingModeSummary: {
      BillingMode: 'PROVISIONED',
      LastUpdateToPayPerRequestDateTime: createdAt,
    },
    ProvisionedThroughput: {
      ...ProvisionedThroughput,
      LastIncreaseDateTime: changedAt,
      LastDecreaseDateTime: changedAt,
      NumberOfDecreasesToday: 1,
    },
    WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4000 },
  });
  await expect(change(headwater, { ProvisionedThroughput })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/^The provisioned throughput for the table will not change\./),
  });
  await runtime.clock.advance(24 * 3600 * 1000);
  expect((await described(headwater))?.ProvisionedThroughput?.NumberOfDecreasesToday).toBe(0);
  await change(headwater, { TableClass: 'STANDARD_INFREQUENT_ACCESS' });
  expect((await described(headwater))?.TableClassSummary).toEqual({
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
    LastUpdateDateTime: new Date(runtime.clock.now()),
  });
});

test('what UpdateTable cannot do is refused in the words of AWS', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  await expect(change(headwater, { OnDemandThroughput: {} })).rejects.toThrow('At least one of');
  await expect(change(headwater, { SSESpecification: { Enabled: false } })).rejects.toThrow(
    'Table is already encrypted by default',
  );
  await expect(
    change(headwater, {
      GlobalSecondaryIndexUpdates: [
        { Delete: { IndexName: 'one' } },
        { Delete: { IndexName: 'two' } },
      ],
    }),
  ).rejects.toMatchObject({
    name: 'LimitExceededException',
    message:
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
  });
  await expect(
    change(headwater, { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'one' } }] }),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found: Index one for table things',
  });
});
