// Puts the database together on a store.

import type { Runtime } from '../base/runtime.ts';
import type { Store } from '../store/store.ts';
import { backFillAll } from './back-filler.ts';
import { Background } from '../base/background.ts';
import { dropExpired } from './backups/backup-catalog.ts';
import { backupsOf } from './backups/open-backups.ts';
import { copySnapshots } from './backups/snapshot-copier.ts';
import { restoreTables } from './backups/table-restorer.ts';
import { changeTable } from './catalog/change-table.ts';
import { deleteTable } from './catalog/delete-table.ts';
import { describeTable, listTables, tableView } from './catalog/describe-table.ts';
import { createTable } from './catalog/new-table.ts';
import { tablePropertiesOf } from './catalog/open-table-properties.ts';
import { TableCatalog } from './catalog/table-catalog.ts';
import type { DatabaseContext, DatabaseOptions } from './context.ts';
import type { Database } from './database.ts';
import { Expirer } from './expiry/expirer.ts';
import { batchGet } from './items/batch-get.ts';
import { batchWrite } from './items/batch-write.ts';
import { deleteItem } from './items/delete-item.ts';
import { getItem } from './items/get-item.ts';
import { collectionSize } from './items/item-collection.ts';
import { putItem } from './items/put-item.ts';
import { updateItem } from './items/update-item.ts';
import { query } from './pages/query.ts';
import { scan } from './pages/scan.ts';
import { batchExecuteStatement } from './partiql/batch-execute-statement.ts';
import { executeStatement } from './partiql/execute-statement.ts';
import { executeTransaction } from './partiql/execute-transaction.ts';
import { shardOperationsOf } from './shards/open-shard-operations.ts';
import type { ShardOperations } from './shards/shard-operations.ts';
import { streamCare, usualRetentionMs, type StreamCounts } from './stream-care.ts';
import { sweepAll } from './sweeper.ts';
import { enforcedDatabase } from './throughput/enforce-throughput.ts';
import { throughputGate } from './throughput/throughput-gate.ts';
import { TokenCleaner } from './transactions/token-cleaner.ts';
import { transactGet } from './transactions/transact-get.ts';
import { transactWrite } from './transactions/transact-write.ts';

export interface OpenDatabase extends Database, AsyncDisposable {
  /** Resolves when no background work is under way. */
  settled(): Promise<void>;
  streamCounts(): StreamCounts;
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
  const expirer = new Expirer({ store, runtime, catalog, options }, parts.onFailure);
  const context: DatabaseContext = { store, runtime, catalog, options, expiries: expirer };
  const background = new Background(async (stopped) => {
    await copySnapshots(context, stopped);
    await restoreTables(context, stopped);
    await dropExpired(store, runtime.clock);
    await sweepAll(store, stopped);
    await backFillAll(context, stopped);
  }, parts.onFailure);
  background.wake();
  expirer.start();
  const tokens = new TokenCleaner({ store, runtime }, parts.onFailure);
  tokens.start();
  const streams = streamCare(context, parts.onFailure);
  const open: OpenDatabase = {
    ...tableOperations(context, {
      backgroundNeeded: () => background.wake(),
      retentionChanged: () => streams.trim(),
    }),
    ...tablePropertiesOf(context, {
      indexesChanged: () => background.wake(),
      tagsChanged: () => streams.trim(),
    }),
    ...backupsOf(context, () => background.wake()),
    ...shardOperationsOf(context, {
      usualRetentionMs: options.retentionMs ?? usualRetentionMs,
      trimmed: () => streams.trim(),
    }),
    ...itemOperations(context, tokens),
    streamCounts: () => streams.counts(),
    async settled() {
      // What the first does can give the second something to do, but not the other way round.
      await background.settled();
      await expirer.settled();
      await tokens.settled();
      await streams.settled();
    },
    async [Symbol.asyncDispose]() {
      await background[Symbol.asyncDispose]();
      await expirer[Symbol.asyncDispose]();
      await tokens[Symbol.asyncDispose]();
      await streams[Symbol.asyncDispose]();
    },
  };
  return options.enforceThroughput === true
    ? enforcedDatabase(open, catalog, throughputGate(runtime.clock))
    : open;
}

/** What changes tables as wholes. `told` hears of what gives others something to do. */
function tableOperations(
  context: DatabaseContext,
  told: { backgroundNeeded(): void; retentionChanged(): void },
): TableOperations {
  return {
    async createTable(scope, table) {
      const view = await tableView(context, await createTable(context, scope, table), 'CREATING');
      if (table.tags !== undefined) told.retentionChanged();
      return view;
    },
    describeTable: (scope, name) => describeTable(context, scope, name),
    listTables: (scope, page) => listTables(context, scope, page),
    async updateTable(scope, name, change) {
      const definition = await changeTable(context, scope, { name, change });
      const view = await tableView(context, definition, 'UPDATING');
      if (change.indexChanges !== undefined) told.backgroundNeeded();
      // Its table may ask for a shorter retention than those of all streams before.
      if (change.stream !== undefined) told.retentionChanged();
      return view;
    },
    async deleteTable(scope, name) {
      const definition = await deleteTable(context, scope, name);
      const view = await tableView(context, definition, 'DELETING');
      told.backgroundNeeded();
      return view;
    },
  };
}

type TableOperations = Pick<
  Database,
  'createTable' | 'describeTable' | 'listTables' | 'updateTable' | 'deleteTable'
>;

/** What reads and writes items. */
function itemOperations(context: DatabaseContext, tokens: TokenCleaner): ItemOperations {
  return {
    put: (scope, request) => putItem(context, scope, request),
    update: (scope, request) => updateItem(context, scope, request),
    delete: (scope, request) => deleteItem(context, scope, request),
    get: (scope, request) => getItem(context, scope, request),
    collectionSize: (scope, of) => collectionSize(context, scope, of),
    batchGet: (scope, request) => batchGet(context, scope, request),
    batchWrite: (scope, request) => batchWrite(context, scope, request),
    async transactWrite(scope, request) {
      const result = await transactWrite(context, scope, request);
      if (request.token !== undefined) tokens.notice();
      return result;
    },
    transactGet: (scope, request) => transactGet(context, scope, request),
    executeStatement: (scope, request) => executeStatement(context, scope, request),
    batchExecuteStatement: (scope, request) => batchExecuteStatement(context, scope, request),
    async executeTransaction(scope, request) {
      const result = await executeTransaction(context, scope, request);
      if (request.token !== undefined) tokens.notice();
      return result;
    },
    query: (scope, request) => query(context, scope, request),
    scan: (scope, request) => scan(context, scope, request),
  };
}

type ItemOperations = Omit<
  Database,
  | keyof ReturnType<typeof tablePropertiesOf>
  | keyof ReturnType<typeof backupsOf>
  | keyof ShardOperations
  | keyof TableOperations
>;
