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
