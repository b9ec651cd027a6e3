// Every commit that depends on the definitions of tables goes through here: it reads their keys in the
// same snapshot and starts over when the cache was behind.

import type { CommitRequest, Decision, Snapshot, Store } from '../../store/store.ts';
import { catalogLane } from '../../model/catalog-lane.ts';
import type { Scope } from '../../model/table.ts';
import { isCurrent, type KnownTable, type TableCatalog } from './table-catalog.ts';

/** As CommitRequest, made for one version of the table; `reads` need not name its definition. */
export type TableCommit<T> = (table: KnownTable) => CommitRequest<T>;

/** The same for several tables, in the order of their targets. */
export type TablesCommit<T> = (tables: readonly KnownTable[]) => CommitRequest<T>;

export interface TableTarget {
  readonly scope: Scope;
  readonly name: string;
  /** How the table is looked up, which decides what a missing or busy one answers. */
  find(): Promise<KnownTable>;
}

const stale = Symbol('stale');

export async function commitOnTable<T>(
  store: Store,
  catalog: TableCatalog,
  target: TableTarget,
  plan: TableCommit<T>,
): Promise<T> {
  for (;;) {
    const table = await target.find();
    const result = await store.commit(guarded([table], plan(table)));
    if (result !== stale) return result;
    catalog.forget(target.scope, target.name);
  }
}

/** As `commitOnTable`, for a commit that depends on several tables. */
export async function commitOnTables<T>(
  { store, catalog }: { readonly store: Store; readonly catalog: TableCatalog },
  targets: readonly TableTarget[],
  plan: TablesCommit<T>,
): Promise<T> {
  for (;;) {
    const tables = await Promise.all(targets.map((target) => target.find()));
    const result = await store.commit(guarded(tables, plan(tables)));
    if (result !== stale) return result;
    for (const { scope, name } of targets) catalog.forget(scope, name);
  }
}

function guarded<T>(
  tables: readonly KnownTable[],
  request: CommitRequest<T>,
): CommitRequest<T | typeof stale> {
  return {
    lanes: request.lanes,
    reads: [...tables.map(({ key }) => key), ...request.reads],
    decide(snapshot): Decision<T | typeof stale> {
      for (const [index, table] of tables.entries()) {
        if (!isCurrent(table, snapshot.values[index])) return { result: stale };
      }
      const values = snapshot.values.slice(tables.length);
      const own: Snapshot = { values, head: (lane) => snapshot.head(lane) };
      return request.decide(own);
    },
  };
}

/** What commits name that change the definition. */
export function allLanes(table: KnownTable): string[] {
  return [catalogLane, ...table.definition.partitions.map((partition) => partition.lane)];
}
