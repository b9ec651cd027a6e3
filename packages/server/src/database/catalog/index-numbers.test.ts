import { expect, test } from 'vitest';
import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { tableKey } from '../../model/storage-keys.ts';
import type { TableDefinition } from '../../model/table.ts';
import { byColour, colour } from '../testing/open-table.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

test('a table whose numbers are used up is given no other index, and changes otherwise', async () => {
  const { database, store } = await openTestDatabase();
  await database.createTable(scope, tableOf('t'));
  // As after so many changes, but for one.
  const key = tableKey({ ...scope, table: 't' });
  await store.commit({
    lanes: [catalogLane],
    reads: [key],
    decide({ values: [record = new Uint8Array()] }) {
      const table = decodeRecord<TableDefinition>(record);
      return { puts: [[key, encodeRecord({ ...table, lastIndexNumber: 65_534 })]], result: null };
    },
  });
  const index = { kind: 'create', index: byColour() } as const;
  const create = { attributes: [{ name: 'p', type: 'S' } as const, colour], indexChanges: [index] };
  await database.updateTable(scope, 't', create);
  await database.settled();
  const item = { p: { S: 'a' }, colour: { S: 'red' } };
  await database.put(scope, { table: 't', item, returnValues: 'NONE' });

  const other = { ...create, indexChanges: [{ ...index, index: byColour('other') }] };
  const refused = { refusal: { kind: 'index-numbers-used', limit: 65_535 } };
  await expect(database.updateTable(scope, 't', other)).rejects.toMatchObject(refused);
  const until = { enabled: true, attribute: 'until' };
  await expect(database.changeTimeToLive(scope, 't', until)).rejects.toMatchObject(refused);
  const remove = { indexChanges: [{ kind: 'delete', name: 'byColour' } as const] };
  const { definition } = await database.updateTable(scope, 't', remove);
  expect(definition.indexes).toEqual([]);
});
