import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { warmThroughputOf } from '../../../model/warm-throughput.ts';
import type { NewTable } from '../../database.ts';
import {
  indexThroughput,
  openTable,
  provisioned,
  units,
  withIndex,
} from '../../testing/open-table.ts';

const INVALID = 'One or more parameter values were invalid: ';

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
