import { describe, expect, it } from 'vitest';
import type { NewTable } from '../../database.ts';
import {
  byColour,
  indexThroughput,
  openTable,
  provisioned,
  units,
  withIndex,
} from '../../testing/open-table.ts';

const INVALID = 'One or more parameter values were invalid: ';
const dayMs = 24 * 60 * 60 * 1000;
const provisionedWithIndex: Partial<NewTable> = {
  ...provisioned,
  ...withIndex,
  indexes: [{ ...byColour(), throughput: units(2) }],
};

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
