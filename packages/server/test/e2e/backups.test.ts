// Backups and point-in-time recovery, as the SDK sees them.

import {
  CreateBackupCommand,
  DeleteBackupCommand,
  DeleteTableCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListBackupsCommand,
  paginateScan,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

/** The values of `v` by `p`, once the table is there. */
async function restored({ dynamodb, clock }: Headwater, table: string) {
  // Waits for what is under way.
  await clock.advance(0);
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
  expect(Table?.TableStatus).toBe('ACTIVE');
  const found: Record<string, string | undefined> = {};
  for await (const page of paginateScan({ client: dynamodb }, { TableName: table })) {
    for (const { p, v } of page.Items ?? []) found[p?.S ?? ''] = v?.S;
  }
  return found;
}

async function availableBackup({ dynamodb, clock }: Headwater, table: string, name: string) {
  const { BackupDetails } = await dynamodb.send(
    new CreateBackupCommand({ TableName: table, BackupName: name }),
  );
  const arn = BackupDetails?.BackupArn ?? '';
  await clock.advance(0);
  const { BackupDescription } = await dynamodb.send(new DescribeBackupCommand({ BackupArn: arn }));
  expect(BackupDescription?.BackupDetails?.BackupStatus).toBe('AVAILABLE');
  return { arn, created: BackupDetails, description: BackupDescription };
}

test('a backup is described, listed, restored and deleted', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb } = headwater;
  await aTable(headwater, { viewType: 'NEW_IMAGE' });
  await putItems(headwater, 'things', [
    { p: { S: 'a' }, v: { S: '1' } },
    { p: { S: 'b' }, v: { S: '2' } },
  ]);
  const { arn, created, description } = await availableBackup(headwater, 'things', 'nightly');
  expect(created).toEqual({
    BackupArn: expect.stringMatching(
      /^arn:aws:dynamodb:us-east-1:000000000000:table\/things\/backup\/\d{14}-[0-9a-f]{8}$/,
    ),
    BackupName: 'nightly',
    BackupStatus: 'CREATING',
    BackupType: 'USER',
    BackupSizeBytes: 8,
    BackupCreationDateTime: expect.any(Date),
  });
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'things' }));
  expect(description).toEqual({
    BackupDetails: { ...created, BackupStatus: 'AVAILABLE' },
    SourceTableDetails: {
      TableName: 'things',
      TableId: Table?.TableId,
      TableArn: Table?.TableArn,
      TableSizeBytes: 8,
      KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
      TableCreationDateTime: Table?.CreationDateTime,
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
      ItemCount: 2,
      BillingMode: 'PAY_PER_REQUEST',
    },
    SourceTableFeatureDetails: {
      StreamDescription: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    },
  });
  await dynamodb.send(new DeleteTableCommand({ TableName: 'things' }));
  const { BackupSummaries } = await dynamodb.send(new ListBackupsCommand({ TableName: 'things' }));
  expect(BackupSummaries).toMatchObject([
    { BackupArn: arn, TableName: 'things', TableId: Table?.TableId, BackupStatus: 'AVAILABLE' },
  ]);

  const { TableDescription } = await dynamodb.send(
    new RestoreTableFromBackupCommand({ TargetTableName: 'copy', BackupArn: arn }),
  );
  expect(TableDescription).toMatchObject({
    TableStatus: 'CREATING',
    RestoreSummary: {
      SourceBackupArn: arn,
      SourceTableArn: Table?.TableArn,
      RestoreDateTime: created?.BackupCreationDateTime,
      RestoreInProgress: true,
    },
  });
  expect(TableDescription).not.toHaveProperty('StreamSpecification');
  expect(await restored(headwater, 'copy')).toEqual({ a: '1', b: '2' });
  const copy = await dynamodb.send(new DescribeTableCommand({ TableName: 'copy' }));
  expect(copy.Table).toMatchObject({ ItemCount: 2, TableSizeBytes: 8 });
  expect(copy.Table).not.toHaveProperty('RestoreSummary');

  const deleted = await dynamodb.send(new DeleteBackupCommand({ BackupArn: arn }));
  expect(deleted.BackupDescription?.BackupDetails?.BackupStatus).toBe('DELETED');
  await expect(dynamodb.send(new DescribeBackupCommand({ BackupArn: arn }))).rejects.toMatchObject({
    name: 'BackupNotFoundException',
  });
});

test('backups are listed page by page', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb } = headwater;
  await aTable(headwater);
  for (const name of ['one', 'two', 'three']) await availableBackup(headwater, 'things', name);
  const first = await dynamodb.send(new ListBackupsCommand({ Limit: 2 }));
  expect(first.BackupSummaries).toHaveLength(2);
  const second = await dynamodb.send(
    new ListBackupsCommand({ ExclusiveStartBackupArn: first.LastEvaluatedBackupArn }),
  );
  expect(second.LastEvaluatedBackupArn).toBeUndefined();
  const names = [first, second].flatMap(({ BackupSummaries = [] }) =>
    BackupSummaries.map(({ BackupName }) => BackupName),
  );
  expect(new Set(names)).toEqual(new Set(['one', 'two', 'three']));
  const none = await dynamodb.send(new ListBackupsCommand({ BackupType: 'SYSTEM' }));
  expect(none.BackupSummaries).toEqual([]);
});

test('a table goes back to a moment of its past, and leaves a backup when it is deleted', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime });
  const { dynamodb } = headwater;
  await aTable(headwater);
  const off = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: 'things' }));
  expect(off.ContinuousBackupsDescription).toEqual({
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
  });
  await putItems(headwater, 'things', [{ p: { S: 'a' }, v: { S: 'before' } }]);
  const enabled = await dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName: 'things',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  const since = new Date(runtime.clock.now());
  expect(enabled.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toEqual({
    PointInTimeRecoveryStatus: 'ENABLED',
    RecoveryPeriodInDays: 35,
    EarliestRestorableDateTime: since,
    LatestRestorableDateTime: since,
  });
  await runtime.clock.advance(1500);
  await putItems(headwater, 'things', [{ p: { S: 'a' }, v: { S: 'after' } }, { p: { S: 'b' } }]);
  const restore = (target: string, time: Date | undefined) =>
    dynamodb.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: 'things',
        TargetTableName: target,
        ...(time === undefined ? { UseLatestRestorableTime: true } : { RestoreDateTime: time }),
      }),
    );
  await restore('early', new Date(since.getTime() + 1499));
  await restore('latest', undefined);
  expect(await restored(headwater, 'early')).toEqual({ a: 'before' });
  expect(await restored(headwater, 'latest')).toEqual({ a: 'after', b: undefined });
  await expect(restore('never', new Date(since.getTime() - 1))).rejects.toMatchObject({
    name: 'InvalidRestoreTimeException',
  });

  await dynamodb.send(new DeleteTableCommand({ TableName: 'things' }));
  const { BackupSummaries: [backup] = [] } = await dynamodb.send(
    new ListBackupsCommand({ BackupType: 'SYSTEM' }),
  );
  expect(backup).toMatchObject({
    BackupName: 'things$DeletedTableBackup',
    BackupExpiryDateTime: new Date(runtime.clock.now() + 35 * 24 * 3600 * 1000),
  });
  await dynamodb.send(
    new RestoreTableFromBackupCommand({
      TargetTableName: 'things',
      BackupArn: backup?.BackupArn ?? '',
    }),
  );
  expect(await restored(headwater, 'things')).toEqual({ a: 'after', b: undefined });
});

test('refusals have AWS names', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb } = headwater;
  await aTable(headwater);
  const { arn } = await availableBackup(headwater, 'things', 'one');
  const unknown = arn.replace(/.{8}$/, '00000000');
  await expect(
    dynamodb.send(new CreateBackupCommand({ TableName: 'nothing', BackupName: 'one' })),
  ).rejects.toMatchObject({
    name: 'TableNotFoundException',
    message: 'Table not found: nothing',
  });
  await expect(
    dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: 'nothing' })),
  ).rejects.toMatchObject({ name: 'TableNotFoundException' });
  await expect(
    dynamodb.send(new DeleteBackupCommand({ BackupArn: unknown })),
  ).rejects.toMatchObject({
    name: 'BackupNotFoundException',
    message: `Backup not found: ${unknown}`,
  });
  await expect(
    dynamodb.send(new RestoreTableFromBackupCommand({ TargetTableName: 'things', BackupArn: arn })),
  ).rejects.toMatchObject({
    name: 'TableAlreadyExistsException',
    message: 'Table already exists: things',
  });
  const restore = new RestoreTableToPointInTimeCommand({
    SourceTableName: 'things',
    TargetTableName: 'copy',
    UseLatestRestorableTime: true,
  });
  await expect(dynamodb.send(restore)).rejects.toMatchObject({
    name: 'PointInTimeRecoveryUnavailableException',
    message: "Point in time recovery is not enabled for table 'things'",
  });
  await expect(
    dynamodb.send(
      new RestoreTableToPointInTimeCommand({ SourceTableName: 'things', TargetTableName: 'copy' }),
    ),
  ).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(
    dynamodb.send(new CreateBackupCommand({ TableName: 'things', BackupName: '?' })),
  ).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining("Value '?' at 'backupName' failed to satisfy constraint"),
  });
});

test('a table that is not there yet has no backups to be enabled', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime, transitionMs: 1000 });
  const { dynamodb } = headwater;
  await aTable(headwater);
  await expect(
    dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: 'things',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    ),
  ).rejects.toMatchObject({ name: 'ContinuousBackupsUnavailableException' });
  await expect(
    dynamodb.send(new CreateBackupCommand({ TableName: 'things', BackupName: 'one' })),
  ).rejects.toMatchObject({
    name: 'TableNotFoundException',
    message: 'Table not found: things',
  });
});
