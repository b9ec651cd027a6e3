// A table `t` (p: S, s: N) with indexes, and statements run on it.

import { parseItem } from '../../../model/item-bytes.ts';
import type { StatementRequest } from '../statement-requests.ts';
import { openTestDatabase, scope } from '../../testing/open-test-database.ts';
import { tableOf } from '../../testing/table-of.ts';

export async function openStatements() {
  const { database, store, runtime } = await openTestDatabase();
  await database.createTable(
    scope,
    tableOf('t', {
      sort: 'N',
      attributes: ['p', 'g', 'h']
        .map((name) => ({ name, type: 'S' as 'S' | 'N' }))
        .concat([
          { name: 's', type: 'N' },
          { name: 'l', type: 'N' },
        ]),
      indexes: [
        {
          name: 'global',
          kind: 'global',
          keySchema: [{ name: 'g', role: 'HASH' }],
          projection: { type: 'INCLUDE', attributes: ['held'] },
        },
        {
          name: 'several',
          kind: 'global',
          keySchema: [
            { name: 'g', role: 'HASH' },
            { name: 'h', role: 'HASH' },
          ],
          projection: { type: 'ALL' },
        },
        {
          name: 'local',
          kind: 'local',
          keySchema: [
            { name: 'p', role: 'HASH' },
            { name: 'l', role: 'RANGE' },
          ],
          projection: { type: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  const execute = (statement: string, more: Partial<StatementRequest> = {}) =>
    database.executeStatement(scope, { statement, consistent: false, ...more });
  return {
    database,
    store,
    runtime,
    execute,
    /** The items of a statement's first page. */
    async items(statement: string, more: Partial<StatementRequest> = {}) {
      return (await execute(statement, more)).items.map(parseItem);
    },
    /** Of all pages, the values of the attribute `s`. */
    async sorts(statement: string, limit?: number) {
      const sorts: unknown[] = [];
      let nextToken: string | undefined;
      do {
        const page = await execute(statement, {
          ...(limit === undefined ? {} : { limit }),
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        for (const item of page.items.map(parseItem)) sorts.push(Object.values(item['s'] ?? {})[0]);
        ({ nextToken } = page);
      } while (nextToken !== undefined);
      return sorts.join();
    },
  };
}
