// Puts the database together on a store.

import type { Runtime } from '../base/runtime.ts';
import type { Store } from '../store/store.ts';
import { backFillAll } from './back-filler.ts';
import { Background } from './background.ts';
import { changeTable } from './catalog/change-table.ts';
import { deleteTable } from './catalog/delete-table.ts';
import { describeTable, listTables, tableView } from './catalog/describe-table.ts';
import { createTable } from './catalog/new-table.ts';
import { TableCatalog } from './catalog/table-catalog.ts';
import type { DatabaseContext, DatabaseOptions } from './context.ts';
import type { Database } from './database.ts';
import { batchGet } from './items/batch-get.ts';
import { batchWrite } from './items/batch-write.ts';
import { deleteItem } from './items/delete-item.ts';
import { getItem } from './items/get-item.ts';
import { putItem } from './items/put-item.ts';
import { updateItem } from './items/update-item.ts';
import { query } from './pages/query.ts';
import { scan } from './pages/scan.ts';
import { sweepAll } from './sweeper.ts';

export interface OpenDatabase extends Database, AsyncDisposable {
  /** Resolves when no background work is under way. */
  settled(): Promise<void>;
}

/** The caller keeps the store, and closes it after the database. */
export function openDatabase(parts: {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly options: DatabaseOptions;
  /** Told of background work that failed; it is taken up again at the next start. */
  readonly onFailure: (error: unknown) => void;
}): OpenDatabase {
  const { store, runtime, options } = parts;
  const catalog = new TableCatalog(store, runtime.clock);
  const context: DatabaseContext = { store, runtime, catalog, options };
  const background = new Background(async (stopped) => {
    await sweepAll(store, stopped);
    await backFillAll(context, stopped);
  }, parts.onFailure);
  background.wake();
  return {
    async createTable(scope, table) {
      return tableView(context, await createTable(context, scope, table), 'CREATING');
    },
    describeTable: (scope, name) => describeTable(context, scope, name),
    listTables: (scope, page) => listTables(context, scope, page),
    async updateTable(scope, name, change) {
      const definition = await changeTable(context, scope, { name, change });
      const view = await tableView(context, definition, 'UPDATING');
      if (change.indexChanges !== undefined) background.wake();
      return view;
    },
    async deleteTable(scope, name) {
      const definition = await deleteTable(context, scope, name);
      const view = await tableView(context, definition, 'DELETING');
      background.wake();
      return view;
    },
    put: (scope, request) => putItem(context, scope, request),
    update: (scope, request) => updateItem(context, scope, request),
    delete: (scope, request) => deleteItem(context, scope, request),
    get: (scope, request) => getItem(context, scope, request),
    batchGet: (scope, request) => batchGet(context, scope, request),
    batchWrite: (scope, request) => batchWrite(context, scope, request),
    query: (scope, request) => query(context, scope, request),
    scan: (scope, request) => scan(context, scope, request),
    settled: () => background.settled(),
    [Symbol.asyncDispose]: () => background[Symbol.asyncDispose](),
  };
}
