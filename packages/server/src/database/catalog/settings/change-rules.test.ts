import { describe, expect, it } from 'vitest';
import type { TableChange } from '../../database.ts';
import { byColour, colour, openTable, provisioned, units } from '../../testing/open-table.ts';
import { scope } from '../../testing/open-test-database.ts';

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
      {
        warmThroughput: units(1),
        attributes: [colour],
        indexChanges: [{ kind: 'create', index: byColour() }],
      },
      'Create global secondary index cannot be specified when updating WarmThroughput',
    ],
    [{ indexChanges: [] }, 'At least one of ProvisionedThroughput, BillingMode,'],
    [
      { indexChanges: [], attributes: [colour] },
      'At least one of ProvisionedThroughput, BillingMode,',
    ],
    [
      { indexChanges: [], deletionProtection: true },
      'One or more parameter values were invalid: List of GlobalSecondaryIndexUpdates is empty',
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
