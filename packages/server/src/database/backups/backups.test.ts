import { describe, expect, it } from 'vitest';
import { backupArn, backupNameOf } from '../../model/backup.ts';
import { itemsRange } from '../../model/storage-keys.ts';
import type { OpenDatabase } from '../open-database.ts';
import { readAll } from '../../store/read-all.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';
import { contentOf, put, remove } from './testing/content-of.ts';
import { holdLane } from './testing/hold-lane.ts';

const dayMs = 24 * 60 * 60 * 1000;
const noOverrides = { overrides: {} };

async function backUp(database: OpenDatabase, table: string, name = 'a backup') {
  const backup = await database.createBackup(scope, { table, name });
  return { backup, arn: backupArn(backupNameOf(backup)) };
}

describe('a backup', () => {
  it('holds the table as it was, outlives it, and becomes a table again', async () => {
    const { database, store } = await openTestDatabase({ partitions: 3, logEverything: false });
    await database.createTable(scope, tableOf('source'));
    for (const name of ['a', 'b', 'c', 'd']) await put(database, 'source', { name });
    const before = await contentOf(database, 'source');
    const { backup, arn } = await backUp(database, 'source');
    expect(backup).toMatchObject({ complete: false, itemCount: 4, kind: 'USER' });
    await put(database, 'source', { name: 'a', value: 'changed' });
    await put(database, 'source', { name: 'new' });
    await remove(database, 'source', 'b');
    await database.settled();
    expect(await database.describeBackup(scope, arn)).toMatchObject({ complete: true });
    await database.deleteTable(scope, 'source');
    const started = await database.restoreFromBackup(scope, {
      backupArn: arn,
      table: 'target',
      ...noOverrides,
    });
    expect(started).toMatchObject({
      status: 'CREATING',
      definition: { restored: { inProgress: true } },
    });
    await database.settled();
    expect(await database.describeTable(scope, 'target')).toMatchObject({
      status: 'ACTIVE',
      itemCount: 4,
      sizeBytes: backup.sizeBytes,
      definition: { restored: { inProgress: false, sourceBackupArn: arn } },
    });
    expect(await contentOf(database, 'target')).toEqual(before);
    expect((await store.readLog('t1/0', 0, { count: 1, bytes: 1 })).head).toBeLessThan(4);
    await database.deleteTable(scope, 'target');
  });

  it('makes writers keep old images only while it is copied', async () => {
    const { database, store } = await openTestDatabase({ logEverything: false });
    await database.createTable(scope, tableOf('source'));
    await put(database, 'source', { name: 'a' });
    await backUp(database, 'source');
    await database.settled();
    await put(database, 'source', { name: 'b' });
    expect((await store.readLog('t1/0', 0, { count: 1, bytes: 1 })).head).toBe(0);
    await database.deleteTable(scope, 'source');
  });

  it('can be deleted when nobody is copying it, and its items go with it', async () => {
    const { database, store } = await openTestDatabase();
    await database.createTable(scope, tableOf('source'));
    await put(database, 'source', { name: 'a' });
    const copy = holdLane(store, 'snapshot');
    const { backup, arn } = await backUp(database, 'source');
    await expect(database.deleteBackup(scope, arn)).rejects.toMatchObject({
      refusal: { kind: 'backup-in-use' },
    });
    await expect(
      database.restoreFromBackup(scope, { backupArn: arn, table: 'target', ...noOverrides }),
    ).rejects.toMatchObject({ refusal: { kind: 'backup-in-use' } });
    await expect(database.deleteTable(scope, 'source')).rejects.toMatchObject({
      refusal: { kind: 'table-backed-up' },
    });
    copy();
    await database.settled();
    const fill = holdLane(store, 'restore');
    await database.restoreFromBackup(scope, { backupArn: arn, table: 'target', ...noOverrides });
    await expect(database.deleteBackup(scope, arn)).rejects.toMatchObject({
      refusal: { kind: 'backup-restoring', what: 'table' },
    });
    await expect(
      database.restoreFromBackup(scope, { backupArn: arn, table: 'other', ...noOverrides }),
    ).rejects.toMatchObject({ refusal: { kind: 'backup-restoring', what: 'another table' } });
    fill();
    await database.settled();
    await database.deleteBackup(scope, arn);
    await expect(database.describeBackup(scope, arn)).rejects.toMatchObject({
      refusal: { kind: 'backup-not-found', arn },
    });
    await database.settled();
    for await (const _ of readAll(store, itemsRange(backup.number))) expect.fail('an item is left');
  });

  it('is listed by table, time and kind, page by page', async () => {
    const { database, runtime } = await openTestDatabase();
    for (const table of ['bbb', 'aaa']) await database.createTable(scope, tableOf(table));
    const times: number[] = [];
    for (const name of ['one', 'two', 'three']) {
      for (const table of ['bbb', 'aaa']) await backUp(database, table, name);
      times.push(runtime.clock.now());
      await runtime.clock.advance(1000);
    }
    const names = async (filter: Parameters<typeof database.listBackups>[1]) => {
      const { backups, more } = await database.listBackups(scope, filter);
      return [backups.map(({ source, name }) => `${source.name} ${name}`).join(', '), more];
    };
    expect(await names({ limit: 4 })).toEqual(['aaa one, aaa two, aaa three, bbb one', true]);
    const [first] = (await database.listBackups(scope, { limit: 1 })).backups;
    const afterArn = first === undefined ? '' : backupArn(backupNameOf(first));
    expect(await names({ limit: 2, afterArn })).toEqual(['aaa two, aaa three', true]);
    expect(await names({ limit: 9, table: 'bbb', afterArn })).toEqual([
      'bbb one, bbb two, bbb three',
      false,
    ]);
    const [, from = 0, to = 0] = times;
    expect(await names({ limit: 9, from, to })).toEqual(['aaa two, bbb two', false]);
    expect(await names({ limit: 9, kind: 'SYSTEM' })).toEqual(['', false]);
    await expect(database.listBackups(scope, { limit: 1, afterArn: 'x' })).rejects.toThrow(
      'Invalid Backup ARN',
    );
    await expect(names({ limit: 9, from: to, to: from })).rejects.toThrow(
      'Time range lower bound must be less than or equal to upper bound',
    );
  });
});

describe('point-in-time recovery', () => {
  it('reaches back to when it was enabled, and no further than its period', async () => {
    const { database, runtime } = await openTestDatabase();
    await database.createTable(scope, tableOf('source'));
    expect(await database.describeContinuousBackups(scope, 'source')).toEqual({});
    const restore = (time: number) =>
      database.restoreToTime(scope, { source: 'source', time, table: 'target', ...noOverrides });
    await expect(restore(0)).rejects.toMatchObject({ refusal: { kind: 'recovery-unavailable' } });
    const since = runtime.clock.now();
    const enable = (periodDays: number) =>
      database.updateContinuousBackups(scope, { table: 'source', enabled: true, periodDays });
    expect(await enable(3)).toEqual({
      recovery: { periodDays: 3, earliest: since, latest: since },
    });
    await runtime.clock.advance(5 * dayMs);
    const now = runtime.clock.now();
    const earliest = now - 3 * dayMs;
    expect(await enable(1)).toMatchObject({ recovery: { earliest: now - dayMs, latest: now } });
    expect(await enable(9)).toMatchObject({ recovery: { earliest: earliest + 2 * dayMs } });
    for (const time of [now - dayMs - 1, now + 1]) {
      await expect(restore(time)).rejects.toMatchObject({
        refusal: { kind: 'time-not-restorable', time, earliest: now - dayMs, latest: now },
      });
    }
    await database.createTable(scope, tableOf('target'));
    await expect(restore(now + 1)).rejects.toMatchObject({
      refusal: { kind: 'time-not-restorable' },
    });
    await expect(restore(now)).rejects.toMatchObject({ refusal: { kind: 'target-exists' } });
    await database.updateContinuousBackups(scope, { table: 'source', enabled: false });
    expect(await database.describeContinuousBackups(scope, 'source')).toEqual({});
    await enable(35);
    expect(await database.describeContinuousBackups(scope, 'source')).toMatchObject({
      recovery: { earliest: now },
    });
  });

  it('leaves a backup of a table that is deleted, for 35 days', async () => {
    const { database, store, runtime } = await openTestDatabase({ partitions: 2 });
    await database.createTable(scope, tableOf('source'));
    await database.updateContinuousBackups(scope, { table: 'source', enabled: true });
    for (const name of ['a', 'b', 'c']) await put(database, 'source', { name });
    const before = await contentOf(database, 'source');
    await database.deleteTable(scope, 'source');
    const [backup] = (await database.listBackups(scope, { limit: 9 })).backups;
    expect(backup).toMatchObject({
      kind: 'SYSTEM',
      name: 'source$DeletedTableBackup',
      itemCount: 3,
      complete: true,
    });
    const arn = backup === undefined ? '' : backupArn(backupNameOf(backup));
    await expect(database.deleteBackup(scope, arn)).rejects.toThrow(
      `User is not allowed to delete the system backup with arn ${arn}. It will automatically expire on `,
    );
    await database.restoreFromBackup(scope, { backupArn: arn, table: 'source', ...noOverrides });
    await database.settled();
    expect(await contentOf(database, 'source')).toEqual(before);
    await runtime.clock.advance(35 * dayMs);
    await expect(database.describeBackup(scope, arn)).rejects.toMatchObject({
      refusal: { kind: 'backup-not-found' },
    });
    await backUp(database, 'source');
    await database.settled();
    for await (const _ of readAll(store, itemsRange(1))) expect.fail('an item is left');
  });
});

describe('what is restored', () => {
  const indexed = tableOf('source', {
    sort: 'S',
    attributes: [
      { name: 'p', type: 'S' },
      { name: 's', type: 'S' },
      { name: 'v', type: 'S' },
    ],
    indexes: [
      {
        name: 'global',
        kind: 'global',
        keySchema: [{ name: 'v', role: 'HASH' }],
        projection: { type: 'ALL' },
      },
      {
        name: 'local',
        kind: 'local',
        keySchema: [
          { name: 'p', role: 'HASH' },
          { name: 'v', role: 'RANGE' },
        ],
        projection: { type: 'INCLUDE', attributes: ['w'] },
      },
    ],
    stream: { enabled: true, viewType: 'KEYS_ONLY' },
    tableClass: 'STANDARD_INFREQUENT_ACCESS',
    tags: [{ key: 'k', value: 'v' }],
    deletionProtection: true,
  });

  it('is a new table with the indexes and throughput of its source, unless overridden', async () => {
    const { database } = await openTestDatabase();
    const source = await database.createTable(scope, indexed);
    const item = { p: { S: 'x' }, s: { S: 'y' }, v: { S: 'z' } };
    await database.put(scope, { table: 'source', item, returnValues: 'NONE' });
    const { arn } = await backUp(database, 'source');
    await database.settled();
    const restored = await database.restoreFromBackup(scope, {
      backupArn: arn,
      table: 'same',
      ...noOverrides,
    });
    expect(restored.definition).toMatchObject({
      key: source.definition.key,
      indexes: source.definition.indexes,
      billing: 'PAY_PER_REQUEST',
      tags: {},
      deletionProtection: false,
    });
    expect(restored.definition).not.toHaveProperty('stream');
    expect(restored.definition).not.toHaveProperty('tableClass');
    await database.settled();
    expect(restored.definition.id).not.toBe(source.definition.id);
    const [global] = indexed.indexes ?? [];
    const throughput = { readUnits: 1, writeUnits: 2 };
    const overridden = await database.restoreFromBackup(scope, {
      backupArn: arn,
      table: 'other',
      overrides: {
        billing: 'PROVISIONED',
        throughput,
        globalIndexes: global === undefined ? [] : [{ ...global, name: 'renamed', throughput }],
        localIndexes: [],
      },
    });
    expect(overridden.definition).toMatchObject({
      billing: 'PROVISIONED',
      throughput,
      indexes: [{ name: 'renamed', number: 1, throughput }],
    });
    await database.settled();
    expect(await database.describeTable(scope, 'other')).toMatchObject({
      indexes: [{ itemCount: 1 }],
    });
  });

  it('is refused when it does not fit its source or its name is taken', async () => {
    const { database, store } = await openTestDatabase();
    await database.createTable(scope, indexed);
    const { arn } = await backUp(database, 'source');
    const { arn: second } = await backUp(database, 'source');
    await database.settled();
    const restore = (table: string, overrides: object) =>
      database.restoreFromBackup(scope, { backupArn: arn, table, overrides });
    const wrong = {
      name: 'global',
      keySchema: [{ name: 'p', role: 'HASH' }],
      projection: { type: 'ALL' },
    };
    await expect(restore('target', { globalIndexes: [wrong] })).rejects.toThrow(
      'Invalid Request: Index global does not match a secondary index that existed in the source table and cannot be created during the restore operation',
    );
    const throughput = { readUnits: 1, writeUnits: 1 };
    const [global] = indexed.indexes ?? [];
    const refusals: [overrides: object, problem: string][] = [
      [
        { billing: 'PROVISIONED' },
        'Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED',
      ],
      [
        { billing: 'PROVISIONED', throughput, onDemandLimits: { readUnits: 1 } },
        'Cannot override MaxReadRequestUnits for OnDemandThroughput unless BillingModeOverride is PAY_PER_REQUEST',
      ],
      [
        { billing: 'PROVISIONED', throughput },
        'Must specify provisioned throughput for index global',
      ],
      [{ throughput }, 'Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED'],
      [
        { billing: 'PAY_PER_REQUEST', throughput },
        'Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST',
      ],
      [
        { billing: 'PAY_PER_REQUEST', globalIndexes: [{ ...global, throughput }] },
        'Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST for index global',
      ],
      [
        { onDemandLimits: { writeUnits: 0 } },
        'Requested MaxWriteRequestUnits for OnDemandThroughput is outside of valid range',
      ],
    ];
    for (const [overrides, problem] of refusals) {
      await expect(restore('target', overrides)).rejects.toThrow(`Invalid Request: ${problem}`);
    }
    await expect(restore('source', {})).rejects.toMatchObject({
      refusal: { kind: 'target-exists', table: 'source' },
    });
    const fill = holdLane(store, 'restore');
    await restore('target', {});
    await expect(
      database.restoreFromBackup(scope, { backupArn: second, table: 'target', overrides: {} }),
    ).rejects.toMatchObject({ refusal: { kind: 'target-restoring', table: 'target', arn } });
    await expect(database.deleteTable(scope, 'target')).rejects.toMatchObject({
      refusal: { kind: 'table-busy', status: 'CREATING' },
    });
    fill();
    await database.settled();
    expect((await database.listTables(scope, { limit: 9 })).names).toEqual(['source', 'target']);
  });
});
