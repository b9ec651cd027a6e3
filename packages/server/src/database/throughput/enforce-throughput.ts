// A database that refuses what exceeds provisioned throughput, around one that does not. What a request
// uses is known when it has been run, so it is admitted while its tables have anything left, and charged
// afterwards.

import type { Scope, TableDefinition } from '../../model/table.ts';
import { type CancellationReason, Refused, type Refusal } from '../../write/refusal.ts';
import type { TableCatalog } from '../catalog/table-catalog.ts';
import type {
  BatchGetRequest,
  BatchGetResult,
  BatchWriteRequest,
  BatchWriteResult,
  CapacityUse,
  Database,
} from '../database.ts';
import { statementsUse, statementUse } from './statement-use.ts';
import type { ThroughputGate, ThroughputKind } from './throughput-gate.ts';

type Throttled = Extract<Refusal, { readonly kind: 'throughput-exceeded' }>;

interface Enforcer {
  /** Runs a request on one table, or on an index of it. */
  run<R extends { readonly capacity: CapacityUse }>(
    scope: Scope,
    use: {
      readonly table: string;
      readonly index?: string | undefined;
      readonly kind: ThroughputKind;
    },
    request: () => Promise<R>,
  ): Promise<R>;
  /** Runs a transaction, which what its tables refuse cancels. A part without a table is always admitted. */
  runTogether<R extends { readonly capacity: readonly CapacityUse[] }>(
    scope: Scope,
    use: {
      readonly parts: readonly { readonly table?: string | undefined }[];
      readonly kind: ThroughputKind;
    },
    request: () => Promise<R>,
  ): Promise<R>;
  /** Runs a request on several tables, all of which have to admit it. */
  runOnAll<R extends { readonly capacity: readonly CapacityUse[] }>(
    scope: Scope,
    use: { readonly tables: readonly string[]; readonly kind: ThroughputKind },
    request: () => Promise<R>,
  ): Promise<R>;
  /** @throws Refused when the table, or an index that a write could change, has nothing left. */
  admit(scope: Scope, table: string, kind: ThroughputKind): Promise<void>;
}

export function enforcedDatabase<D extends Database>(
  database: D,
  catalog: TableCatalog,
  gate: ThroughputGate,
): D {
  const enforce = enforcer(catalog, gate);
  const own: Partial<Database> = {
    put: (scope, request) =>
      enforce.run(scope, { table: request.table, kind: 'write' }, () =>
        database.put(scope, request),
      ),
    update: (scope, request) =>
      enforce.run(scope, { table: request.table, kind: 'write' }, () =>
        database.update(scope, request),
      ),
    delete: (scope, request) =>
      enforce.run(scope, { table: request.table, kind: 'write' }, () =>
        database.delete(scope, request),
      ),
    get: (scope, request) =>
      enforce.run(scope, { table: request.table, kind: 'read' }, () =>
        database.get(scope, request),
      ),
    query: (scope, request) =>
      enforce.run(scope, { table: request.table, index: request.index, kind: 'read' }, () =>
        database.query(scope, request),
      ),
    scan: (scope, request) =>
      enforce.run(scope, { table: request.table, index: request.index, kind: 'read' }, () =>
        database.scan(scope, request),
      ),
    transactWrite: (scope, request) =>
      enforce.runTogether(scope, { parts: request.actions, kind: 'write' }, () =>
        database.transactWrite(scope, request),
      ),
    transactGet: (scope, request) =>
      enforce.runTogether(scope, { parts: request.gets, kind: 'read' }, () =>
        database.transactGet(scope, request),
      ),
    executeStatement: async (scope, request) =>
      enforce.run(scope, statementUse(request.statement), () =>
        database.executeStatement(scope, request),
      ),
    batchExecuteStatement: (scope, request) =>
      enforce.runOnAll(scope, tablesUsed(request.statements), () =>
        database.batchExecuteStatement(scope, request),
      ),
    executeTransaction: (scope, request) =>
      enforce.runTogether(scope, statementsUse(request.statements), () =>
        database.executeTransaction(scope, request),
      ),
    batchGet: (scope, request) => batchGet(database, enforce, { scope, request }),
    batchWrite: (scope, request) => batchWrite(database, enforce, { scope, request }),
  };
  return { ...database, ...own };
}

interface Use {
  readonly table: string;
  readonly index?: string | undefined;
  readonly kind: ThroughputKind;
}

function enforcer(catalog: TableCatalog, gate: ThroughputGate): Enforcer {
  const definitionOf = async (scope: Scope, table: string): Promise<TableDefinition | undefined> =>
    (await catalog.find(scope, table))?.definition;

  async function admit(scope: Scope, use: Use): Promise<void> {
    const table = await definitionOf(scope, use.table);
    if (table === undefined) return;
    const { kind } = use;
    const index = table.indexes.find(({ name }) => name === use.index);
    gate.admit(index === undefined ? { table, kind } : { table, kind, index });
    if (kind === 'read') return;
    // A global index that cannot keep up holds back the writes of its table (Throttling of indexes).
    for (const one of table.indexes) gate.admit({ table, kind, index: one });
  }

  async function charge(
    scope: Scope,
    kind: ThroughputKind,
    uses: readonly CapacityUse[],
  ): Promise<void> {
    for (const use of uses) {
      const table = await definitionOf(scope, use.table);
      if (table !== undefined) gate.charge(table, kind, use);
    }
  }

  async function admitTogether(
    scope: Scope,
    { parts, kind }: Parameters<Enforcer['runTogether']>[1],
  ): Promise<void> {
    const throttled = new Map<string, Throttled>();
    for (const table of new Set(parts.map((part) => part.table))) {
      try {
        if (table !== undefined) await admit(scope, { table, kind });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.refusal.kind !== 'throughput-exceeded') throw error;
        throttled.set(error.refusal.table, error.refusal);
      }
    }
    if (throttled.size === 0) return;
    const reasons = parts.map(
      ({ table }): CancellationReason => throttled.get(table ?? '') ?? { kind: 'none' },
    );
    throw new Refused({ kind: 'transaction-cancelled', reasons });
  }

  return {
    async run(scope, use, request) {
      await admit(scope, use);
      const result = await request();
      await charge(scope, use.kind, [result.capacity]);
      return result;
    },
    async runTogether(scope, use, request) {
      await admitTogether(scope, use);
      const result = await request();
      await charge(scope, use.kind, result.capacity);
      return result;
    },
    async runOnAll(scope, { tables, kind }, request) {
      for (const table of tables) await admit(scope, { table, kind });
      const result = await request();
      await charge(scope, kind, result.capacity);
      return result;
    },
    admit: (scope, table, kind) => admit(scope, { table, kind }),
  };
}

function tablesUsed(statements: Parameters<typeof statementsUse>[0]) {
  const { parts, kind } = statementsUse(statements);
  return { tables: [...new Set(parts.flatMap(({ table }) => table ?? []))], kind };
}

/** Of a batch, tables that refuse are left unprocessed; it is refused when all of them are. */
async function admitted<Part extends { readonly table: string }>(
  enforce: Enforcer,
  batch: { readonly scope: Scope; readonly kind: ThroughputKind; readonly parts: readonly Part[] },
): Promise<{ readonly passed: Part[]; readonly held: Part[] }> {
  const passed: Part[] = [];
  const held: Part[] = [];
  let refusal: Refused | undefined;
  for (const part of batch.parts) {
    try {
      await enforce.admit(batch.scope, part.table, batch.kind);
      passed.push(part);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = error;
      held.push(part);
    }
  }
  if (passed.length === 0 && refusal !== undefined) throw refusal;
  return { passed, held };
}

async function batchGet(
  database: Database,
  enforce: Enforcer,
  { scope, request }: { readonly scope: Scope; readonly request: BatchGetRequest },
): Promise<BatchGetResult> {
  const parts = request.tables;
  const { passed, held } = await admitted(enforce, { scope, kind: 'read', parts });
  const result = await enforce.runOnAll(scope, { tables: [], kind: 'read' }, () =>
    database.batchGet(scope, { tables: passed }),
  );
  const left = held.map(({ table, keys }) => ({ table, keyIndexes: keys.map((_, at) => at) }));
  return {
    ...result,
    tables: [...result.tables, ...held.map(({ table }) => ({ table, items: [] }))],
    unprocessed: [...result.unprocessed, ...left],
  };
}

async function batchWrite(
  database: Database,
  enforce: Enforcer,
  { scope, request }: { readonly scope: Scope; readonly request: BatchWriteRequest },
): Promise<BatchWriteResult> {
  const parts = request.tables;
  const { passed, held } = await admitted(enforce, { scope, kind: 'write', parts });
  const result = await enforce.runOnAll(scope, { tables: [], kind: 'write' }, () =>
    database.batchWrite(scope, { tables: passed }),
  );
  return { ...result, unprocessed: held.map(({ table }) => table) };
}
