// A database with one table whose settings a test changes.

import type { NewIndex, NewTable, TableChange } from '../database.ts';
import { openTestDatabase, scope } from './open-test-database.ts';
import { tableOf } from './table-of.ts';

export function units(readUnits: number, writeUnits = readUnits) {
  return { readUnits, writeUnits };
}

export function byColour(name = 'byColour'): NewIndex {
  return {
    name,
    kind: 'global',
    keySchema: [{ name: 'colour', role: 'HASH' }],
    projection: { type: 'ALL' },
  };
}

export const colour = { name: 'colour', type: 'S' } as const;
export const withIndex: Partial<NewTable> = {
  attributes: [{ name: 'p', type: 'S' }, colour],
  indexes: [byColour()],
};
export const provisioned: Partial<NewTable> = { billing: 'PROVISIONED', throughput: units(5) };

/** A database with the table `t`, and how to change and look at it. */
export async function openTable(asked: Partial<NewTable> = {}) {
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

export function indexThroughput(name: string, throughput?: ReturnType<typeof units>) {
  return { kind: 'throughput', name, ...(throughput && { throughput }) } as const;
}
