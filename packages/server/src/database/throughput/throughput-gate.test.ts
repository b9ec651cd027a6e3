import { describe, expect, it } from 'vitest';
import { manualRuntime } from '../../base/manual-runtime.ts';
import type { TableDefinition } from '../../model/table.ts';
import { throughputGate } from './throughput-gate.ts';

const index = { name: 'i', kind: 'global', number: 1, throughput: { readUnits: 1, writeUnits: 1 } };
const table = {
  name: 't',
  number: 1,
  billing: 'PROVISIONED',
  throughput: { readUnits: 5, writeUnits: 2 },
  indexes: [index],
} as unknown as TableDefinition;
const [onIndex] = table.indexes;

function used(tableUnits: number, indexUnits?: number) {
  const indexes =
    indexUnits === undefined ? [] : [{ index: 'i', kind: 'global' as const, units: indexUnits }];
  return { table: 't', tableUnits, indexes };
}

describe('provisioned throughput', () => {
  it('is refused once used up, and comes back at its rate', async () => {
    const { clock } = manualRuntime();
    const gate = throughputGate(clock);
    const write = (): void => {
      gate.admit({ table, kind: 'write' });
      gate.charge(table, 'write', used(1));
    };
    write();
    write();
    expect(write).toThrow('throughput-exceeded');
    await clock.advance(499);
    write();
    expect(write).toThrow('throughput-exceeded');
    gate.admit({ table, kind: 'read' });
  });

  it('is owed by a request that used more than there was', async () => {
    const { clock } = manualRuntime();
    const gate = throughputGate(clock);
    gate.charge(table, 'write', used(7));
    await clock.advance(2500);
    expect(() => gate.admit({ table, kind: 'write' })).toThrow('throughput-exceeded');
    await clock.advance(1);
    gate.admit({ table, kind: 'write' });
  });

  it('is saved up for five minutes and no longer', async () => {
    const { clock } = manualRuntime();
    const gate = throughputGate(clock);
    gate.charge(table, 'write', used(2));
    await clock.advance(3_600_000);
    gate.charge(table, 'write', used(599));
    gate.admit({ table, kind: 'write' });
    gate.charge(table, 'write', used(1));
    expect(() => gate.admit({ table, kind: 'write' })).toThrow('throughput-exceeded');
  });

  it('is counted apart for a global index', () => {
    const { clock } = manualRuntime();
    const gate = throughputGate(clock);
    gate.charge(table, 'write', used(1, 1));
    gate.admit({ table, kind: 'write' });
    const target = { table, kind: 'write', ...(onIndex && { index: onIndex }) } as const;
    expect(() => gate.admit(target)).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ index: 'i' }) as object }),
    );
  });

  it('is not asked of an on-demand table', () => {
    const { clock } = manualRuntime();
    const gate = throughputGate(clock);
    const onDemand = { ...table, billing: 'PAY_PER_REQUEST' } as const;
    gate.charge(onDemand, 'write', used(1e6));
    expect(() => gate.admit({ table: onDemand, kind: 'write' })).not.toThrow();
  });
});
