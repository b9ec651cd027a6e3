// Writing to and reading from tables with a partition key `p`, in tests.

import { utf8Text } from '../../../base/bytes.ts';
import { scope } from '../../testing/open-test-database.ts';
import type { Database } from '../../database.ts';

export async function put(
  database: Database,
  table: string,
  item: { readonly name: string; readonly value?: string },
): Promise<void> {
  const value = item.value === undefined ? {} : { v: { S: item.value } };
  await database.put(scope, {
    table,
    item: { p: { S: item.name }, ...value },
    returnValues: 'NONE',
  });
}

export async function remove(database: Database, table: string, name: string): Promise<void> {
  await database.delete(scope, { table, key: { p: { S: name } }, returnValues: 'NONE' });
}

/** The values of `v` by `p`; an item without `v` has ''. */
export async function contentOf(database: Database, table: string): Promise<Map<string, string>> {
  const content = new Map<string, string>();
  let startKey: unknown;
  for (;;) {
    const page = await database.scan(scope, {
      table,
      consistent: true,
      ...(startKey === undefined ? {} : { startKey }),
    });
    for (const json of page.items) {
      const item = JSON.parse(utf8Text(json)) as { p: { S: string }; v?: { S: string } };
      content.set(item.p.S, item.v?.S ?? '');
    }
    if (page.lastKey === undefined) return content;
    startKey = JSON.parse(utf8Text(page.lastKey));
  }
}
