// Every read of items by their keys goes through here: it reads the tables' definitions in the same
// snapshot and starts over when the cache was behind.

import type { Scope } from '../../model/table.ts';
import type { Key, Store, Value } from '../../store/store.ts';
import { isCurrent, type KnownTable, type TableCatalog } from './table-catalog.ts';

/**
 * Values of the keys that `keysOf` gives for one version of the tables, which are in the order of
 * `names`: all from one snapshot, in which the tables had that version.
 */
export async function readOnTables(
  { store, catalog }: { readonly store: Store; readonly catalog: TableCatalog },
  { scope, names }: { readonly scope: Scope; readonly names: readonly string[] },
  keysOf: (tables: readonly KnownTable[]) => readonly Key[],
): Promise<(Value | undefined)[]> {
  for (;;) {
    const tables = await Promise.all(names.map((name) => catalog.ready(scope, name)));
    const definitions = tables.map(({ key }) => key);
    const values = await store.get([...definitions, ...keysOf(tables)]);
    if (tables.every((table, index) => isCurrent(table, values[index]))) {
      return values.slice(tables.length);
    }
    for (const name of names) catalog.forget(scope, name);
  }
}
