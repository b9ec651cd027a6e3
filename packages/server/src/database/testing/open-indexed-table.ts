import type { NewIndex } from '../database.ts';
import { openTestDatabase, scope } from './open-test-database.ts';
import { tableOf } from './table-of.ts';

const projection = { type: 'INCLUDE', attributes: ['v'] } as const;

const indexes: readonly NewIndex[] = [
  {
    name: 'byColour',
    kind: 'global',
    keySchema: [
      { name: 'colour', role: 'HASH' },
      { name: 'size', role: 'RANGE' },
    ],
    projection,
  },
  {
    name: 'bySize',
    kind: 'local',
    keySchema: [
      { name: 'p', role: 'HASH' },
      { name: 'size', role: 'RANGE' },
    ],
    projection,
  },
];

/**
 * A database with a table `t` of the key `p` (S), `s` (N), and on it the global index `byColour` of
 * `colour` (S), `size` (N) and the local one `bySize`. Both hold the attribute `v` and no other.
 */
export async function openIndexedTable() {
  const { database } = await openTestDatabase({ partitions: 2 });
  const table = tableOf('t', { sort: 'N', indexes });
  const attributes = [
    ...table.attributes,
    { name: 'colour', type: 'S' },
    { name: 'size', type: 'N' },
  ] as const;
  await database.createTable(scope, { ...table, attributes });
  return database;
}
