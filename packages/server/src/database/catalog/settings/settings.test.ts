import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { warmThroughputOf } from '../../../model/warm-throughput.ts';
import type { NewIndex, NewTable, TableChange } from '../../database.ts';
import { openTestDatabase, scope } from '../../testing/open-test-database.ts';
import { tableOf } from '../../testing/table-of.ts';

const INVALID = 'One or more parameter values were invalid: ';
const dayMs = 24 * 60 * 60 * 1000;

function units(readUnits: number, writeUnits = readUnits) {
  return { readUnits, writeUnits };
}

function byColour(name = 'byColour'): NewIndex {
  return {
    name,
    kind: 'global',
    keySchema: [{ name: 'colour', role: 'HASH' }],
    projection: { type: 'ALL' },
  };
}

const colour = { name: 'colour', type: 'S' } as const;
const withIndex: Partial<NewTable> = {
  attributes: [{ name: 'p', type: 'S' }, colour],
  indexes: [byColour()],
};
const provisioned: Partial<NewTable> = { billing: 'PROVISIONED', throughput: units(5) };
const provisionedWithIndex: Partial<NewTable> = {
  ...provisioned,
  ...withIndex,
  indexes: [{ ...byColour(), throughput: units(2) }],
};

/** A database with the table `t`, and how to change and look at it. */
async function openTable(asked: Partial<NewTable> = {}) {
  const { database, runtime } = await openTestDatabase();
  await database.createTable(scope, tableOf('t', asked));
  return {
    database,
    clock: runtime.clock,
    change: (change: TableChange) => database.updateTable(scope, 't', change),
    async now() {
      return (await database.describeTable(scope, 't')).definition;
    },
  };
}

function indexThroughput(name: string, throughput?: ReturnType<typeof units>) {
  return { kind: 'throughput', name, ...(throughput && { throughput }) } as const;
}

describe('provisioned throughput', () => {
  it('is raised and lowered, and it is known when', async () => {
    const { change, now, clock } = await openTable(provisioned);
    const start = clock.now();
    await change({ throughput: units(9, 5) });
    await clock.advance(1000);
    await change({ throughput: units(8, 5) });
    await clock.advance(1000);
    await change({ throughput: units(7, 6) });
    expect(await now()).toMatchObject({
      throughput: units(7, 6),
      throughputChanges: { increasedAt: start + 2000, decreasedAt: start + 2000, decreases: 2 },
    });
    await clock.advance(dayMs);
    await change({ throughput: units(1) });
    expect((await now()).throughputChanges).toMatchObject({
      increasedAt: start + 2000,
      decreases: 1,
    });
  });

  it('has to change, of the table and of each index', async () => {
    const { change } = await openTable(provisionedWithIndex);
    const guide =
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.';
    await expect(change({ throughput: units(5) })).rejects.toThrow(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 5. Requested WriteCapacityUnits: 5. ${guide}`,
    );
    await expect(change({ indexChanges: [indexThroughput('byColour', units(2))] })).rejects.toThrow(
      `The provisioned throughput for the index byColour will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for index byColour: 2. Requested ReadCapacityUnits: 2. Current WriteCapacityUnits provisioned for index byColour: 2. Requested WriteCapacityUnits: 2. ${guide}`,
    );
    await expect(change({ billing: 'PROVISIONED' })).rejects.toThrow(
      `${INVALID}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
    );
    await expect(change({ indexChanges: [indexThroughput('byColour')] })).rejects.toThrow(
      `${INVALID}Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: byColour`,
    );
    await expect(
      change({ indexChanges: [indexThroughput('other', units(1))] }),
    ).rejects.toMatchObject({ refusal: { kind: 'table-lacks-index', table: 't', index: 'other' } });
  });

  it('comes and goes with the billing mode, of the table and its indexes together', async () => {
    const { change, now, clock } = await openTable(withIndex);
    const created = clock.now();
    const toProvisioned = { billing: 'PROVISIONED', throughput: units(5, 7) } as const;
    await expect(change(toProvisioned)).rejects.toThrow(
      `${INVALID}ProvisionedThroughput must be specified for index: byColour`,
    );
    await change({ ...toProvisioned, indexChanges: [indexThroughput('byColour', units(1))] });
    expect(await now()).toMatchObject({
      billing: 'PROVISIONED',
      throughput: units(5, 7),
      onDemandSince: created,
      indexes: [{ throughput: units(1) }],
    });
    await clock.advance(1000);
    await change({ billing: 'PAY_PER_REQUEST' });
    const onDemand = await now();
    expect(onDemand).toMatchObject({ throughput: units(0), onDemandSince: created + 1000 });
    expect(onDemand.indexes[0]?.throughput).toBeUndefined();
    await change({ billing: 'PAY_PER_REQUEST' });
    expect(await now()).toEqual(onDemand);
  });

  it('is no matter of tables on demand', async () => {
    const { change } = await openTable(withIndex);
    await expect(change({ throughput: units(1) })).rejects.toThrow(
      `${INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    );
    await expect(change({ indexChanges: [indexThroughput('byColour', units(1))] })).rejects.toThrow(
      `${INVALID}The only Updates for index: byColour when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
    );
  });
});

describe('bounds on demand', () => {
  it('change one by one, and go with -1 or the mode', async () => {
    const { change, now } = await openTable({ ...withIndex, onDemandLimits: units(10) });
    await change({ onDemandLimits: { readUnits: 20 } });
    expect((await now()).onDemandLimits).toEqual(units(20, 10));
    await change({ onDemandLimits: { writeUnits: -1 } });
    expect((await now()).onDemandLimits).toEqual({ readUnits: 20 });
    const ofIndex = { ...indexThroughput('byColour'), onDemandLimits: { writeUnits: 3 } };
    await change({ indexChanges: [ofIndex] });
    expect((await now()).indexes[0]?.onDemandLimits).toEqual({ writeUnits: 3 });
    const indexChanges = [indexThroughput('byColour', units(1))];
    await change({ billing: 'PROVISIONED', throughput: units(1), indexChanges });
    const after = await now();
    expect([after.onDemandLimits, after.indexes[0]?.onDemandLimits]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each<[Partial<NewTable>, string]>([
    [
      { onDemandLimits: { readUnits: 0 } },
      'Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range',
    ],
    [
      { onDemandLimits: { readUnits: 1, writeUnits: -1 } },
      'Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of valid range',
    ],
    [
      { ...provisioned, onDemandLimits: { writeUnits: 0 } },
      'MaxWriteRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.',
    ],
    [
      { ...withIndex, indexes: [{ ...byColour(), onDemandLimits: { readUnits: 0 } }] },
      'Requested MaxReadRequestUnits for OnDemandThroughput for index : byColour is outside of valid range',
    ],
  ])('of a new table are refused: %j', async (asked, problem) => {
    await expect(openTable(asked)).rejects.toThrow(`${INVALID}${problem}`);
  });

  it('of a table that is there are refused', async () => {
    const onDemand = await openTable();
    await expect(onDemand.change({ onDemandLimits: { readUnits: -2 } })).rejects.toThrow(
      'is outside of valid range',
    );
    const other = await openTable(provisioned);
    await expect(other.change({ onDemandLimits: { readUnits: 1 } })).rejects.toThrow(
      `${INVALID}MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED`,
    );
  });
});

describe('warm throughput', () => {
  it('is raised member by member, of tables and of indexes', async () => {
    const { change, now } = await openTable({
      ...withIndex,
      warmThroughput: { readUnits: 13_000 },
    });
    await change({ warmThroughput: { writeUnits: 5000 } });
    await change({
      indexChanges: [{ ...indexThroughput('byColour'), warmThroughput: { readUnits: 12_001 } }],
    });
    expect(await now()).toMatchObject({
      warmThroughput: units(13_000, 5000),
      indexes: [{ warmThroughput: units(12_001, 4000) }],
    });
    await change({ warmThroughput: units(13_000, 5000) });
    await expect(change({ warmThroughput: { readUnits: 12_999 } })).rejects.toThrow(
      `${INVALID}Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
    );
    await expect(
      change({ indexChanges: [{ ...indexThroughput('byColour'), warmThroughput: {} }] }),
    ).rejects.toThrow(
      'WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for index: byColour',
    );
  });

  it.each<[Partial<NewTable>, string]>([
    [
      { warmThroughput: units(1) },
      'Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial',
    ],
    [
      { ...provisioned, warmThroughput: units(5, 4) },
      'Requested WriteUnitsPerSecond for WarmThroughput for table is lower than WriteCapacityUnits of ProvisionedThroughput',
    ],
  ])('of a new table is refused: %j', async (asked, problem) => {
    await expect(openTable(asked)).rejects.toThrow(`${INVALID}${problem}`);
  });

  it('never falls, whatever the mode and the throughput become', async () => {
    const throughput = fc.integer({ min: 1, max: 20_000 }).map((n) => units(n));
    const change = fc.oneof(
      throughput.map((one) => ({ billing: 'PROVISIONED' as const, throughput: one })),
      fc.constant({ billing: 'PAY_PER_REQUEST' as const }),
      fc.integer({ min: 1, max: 30_000 }).map((readUnits) => ({ warmThroughput: { readUnits } })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), async (changes) => {
        const table = await openTable(provisioned);
        let before = units(0);
        for (const one of changes) {
          await table.change(one).catch(() => 'breaks a rule');
          const definition = await table.now();
          const warm = warmThroughputOf(definition.billing, definition);
          expect(warm.readUnits).toBeGreaterThanOrEqual(before.readUnits);
          expect(warm.writeUnits).toBeGreaterThanOrEqual(before.writeUnits);
          before = warm;
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('encryption', () => {
  it('has a key of its own, another one, or none', async () => {
    const { change, now } = await openTable({ encryption: { enabled: true } });
    const prefix = 'arn:aws:kms:eu-central-1:000000000000:';
    expect((await now()).encryption?.keyArn).toMatch(/^arn:aws:kms:.*:key\/[0-9a-f-]{36}$/);
    await change({ encryption: { enabled: true, type: 'KMS', key: 'a-key' } });
    expect((await now()).encryption).toEqual({ keyArn: `${prefix}key/a-key` });
    await expect(
      change({ encryption: { type: 'KMS', key: `${prefix}key/a-key` } }),
    ).rejects.toThrow(`${INVALID}Table is already encrypted with given KMSMasterKeyId.`);
    await change({ encryption: { type: 'KMS', key: 'alias/mine' } });
    expect((await now()).encryption).toEqual({ keyArn: `${prefix}alias/mine` });
    await change({ encryption: { enabled: false } });
    expect((await now()).encryption).toBeUndefined();
    await expect(change({ encryption: {} })).rejects.toThrow(
      `${INVALID}Table is already encrypted by default`,
    );
  });

  it.each<[NonNullable<NewTable['encryption']>, string]>([
    [{ enabled: false, type: 'KMS' }, 'SSEType can not be specified if Enabled is false'],
    [{ enabled: false, key: 'k' }, 'KMSMasterKeyId can not be specified if Enabled is false'],
    [{ enabled: true, type: 'AES256' }, 'SSEType AES256 is not supported'],
    [{ enabled: true, key: 'k' }, 'SSEType KMS is required if KMSMasterKeyId is specified'],
  ])('is refused as %j', async (encryption, problem) => {
    await expect(openTable({ encryption })).rejects.toThrow(`${INVALID}${problem}`);
  });
});

describe('one UpdateTable', () => {
  it.each<[TableChange, string]>([
    [{}, 'At least one of ProvisionedThroughput, BillingMode,'],
    [{ attributes: [colour] }, 'At least one of ProvisionedThroughput, BillingMode,'],
    [
      { encryption: { enabled: true }, deletionProtection: true },
      'Server-Side Encryption modification must be the only operation in the request',
    ],
    [
      { tableClass: 'STANDARD', billing: 'PAY_PER_REQUEST' },
      'TableClass modification must be the only operation in the request',
    ],
    [
      { deletionProtection: true, stream: { enabled: false } },
      'DeletionProtection modification must be the only operation in the request',
    ],
    [
      { warmThroughput: units(1), billing: 'PAY_PER_REQUEST' },
      'WarmThroughput must be the only operation in the request',
    ],
    [
      { onDemandLimits: units(1), stream: { enabled: false } },
      'OnDemandThroughput can only be combined with BillingMode in an UpdateTable request',
    ],
    [
      { throughput: units(1), stream: { enabled: false } },
      'You cannot modify stream status while updating table IOPS',
    ],
    [
      { throughput: units(1), indexChanges: [{ kind: 'delete', name: 'byColour' }] },
      'You cannot create or delete index while updating table IOPS',
    ],
    [
      { stream: { enabled: false }, indexChanges: [{ kind: 'delete', name: 'byColour' }] },
      'You cannot create or delete index while changing stream status',
    ],
  ])('does not take %j', async (change, problem) => {
    const table = await openTable();
    await expect(table.change(change)).rejects.toThrow(problem);
  });

  it('may bound a table on demand while it becomes so', async () => {
    const { change, now } = await openTable(provisioned);
    await change({ billing: 'PAY_PER_REQUEST', onDemandLimits: units(7) });
    expect(await now()).toMatchObject({ billing: 'PAY_PER_REQUEST', onDemandLimits: units(7) });
  });

  it('builds or deletes one index, and no other while one is being built', async () => {
    const { change, database } = await openTable();
    const limit = { refusal: { kind: 'index-change-limit' } };
    const create = (name: string) => ({ kind: 'create', index: byColour(name) }) as const;
    const attributes = [colour];
    await expect(
      change({ attributes, indexChanges: [create('one'), create('two')] }),
    ).rejects.toMatchObject(limit);
    const items = Array.from({ length: 300 }, (_, n) => ({
      p: { S: `${n}` },
      colour: { S: 'red' },
    }));
    await Promise.all(
      items.map((item) => database.put(scope, { table: 't', item, returnValues: 'NONE' })),
    );
    const building = change({ attributes, indexChanges: [create('one')] });
    const second = change({ attributes, indexChanges: [create('two')] });
    await building;
    await expect(second).rejects.toMatchObject(limit);
    await database.settled();
    await change({ attributes, indexChanges: [create('two')] });
  });

  it('knows when the table class changed, and that it did not', async () => {
    const { change, now, clock } = await openTable();
    await change({ tableClass: 'STANDARD' });
    expect((await now()).tableClass).toBeUndefined();
    await change({ tableClass: 'STANDARD_INFREQUENT_ACCESS' });
    expect(await now()).toMatchObject({
      tableClass: 'STANDARD_INFREQUENT_ACCESS',
      tableClassChangedAt: clock.now(),
    });
  });
});
