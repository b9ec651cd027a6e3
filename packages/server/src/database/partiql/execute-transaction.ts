// ExecuteTransaction: up to a hundred statements on single items, all reads or all writes, as one
// transaction.

import { assert } from '../../base/assert.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type {
  BoundExists,
  BoundSelect,
  BoundStatement,
  BoundWrite,
} from '../../partiql/bind-statement.ts';
import { itemOfExists, keyOfRead } from '../../partiql/single-item.ts';
import { type CancellationReason, Refused } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import type { StatementTransactionResult } from '../database.ts';
import type { StatementTransactionRequest } from './statement-requests.ts';
import { type PreparedGet, readTogether } from '../transactions/transact-get.ts';
import { writeTogether } from '../transactions/transact-write.ts';
import { refuseUnreadable } from './select-plan.ts';
import { boundStatement, decodeParameters } from './prepare-statement.ts';
import { statementAction } from './statement-action.ts';

type Tables = ReadonlyMap<string, TableDefinition>;

export async function executeTransaction(
  context: DatabaseContext,
  scope: Scope,
  request: StatementTransactionRequest,
): Promise<StatementTransactionResult> {
  const { statements, token } = request;
  const parameters = statements.map(decodeParameters);
  const bound = statements.map((statement, index) =>
    inStatement(index, () => checked(boundStatement(statement, parameters[index] ?? []))),
  );
  const reads = bound.filter((statement) => statement.kind === 'select');
  const writes = bound.filter((statement) => statement.kind !== 'select');
  if (reads.length > 0 && writes.length > 0) throw mixed();
  const tables = await tablesOf(context, scope, bound);
  if (writes.length === 0) {
    const gets = reads.map((read, index) => inStatement(index, () => getOf(read, tables)));
    return { kind: 'read', ...(await readTogether(context, scope, gets)) };
  }
  for (const [index, write] of writes.entries()) {
    inStatement(index, () => checkExists(write, tables));
  }
  const actions = writes.map((write, index) => {
    const { statement, returnOldOnFailure = false } = statements[index] ?? { statement: '' };
    const sent = { statement, parameters: parameters[index] ?? [], returnOldOnFailure };
    return inStatement(index, () => statementAction(write, sent));
  });
  const use = 'ExecuteTransaction';
  const together = writeTogether(context, scope, { actions, use, token });
  return { kind: 'written', ...(await withDuplicates(writes, together)) };
}

/** What a statement may not have in a transaction, whatever its table. @throws InvalidInput */
function checked(statement: BoundStatement): BoundStatement {
  switch (statement.kind) {
    case 'select':
      if (statement.index === undefined) break;
      throw refusal('Reads on indices are not supported within transactions.');
    case 'exists':
      if (statement.index === undefined) break;
      throw refusal('Operations on indices are not supported in transactions');
    case 'update':
    case 'delete':
      if (statement.returning === undefined) break;
      throw refusal('RETURNING clause is not supported in ExecuteTransaction.');
    case 'insert':
      break;
  }
  return statement;
}

/** Names the statement that an error is about. */
function inStatement<T>(index: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw refusal(`Validation failed in TransactStatements[${index}]: ${error.message}`);
  }
}

/** A missing table cancels the transaction (observed on AWS). @throws Refused */
async function tablesOf(
  { catalog }: DatabaseContext,
  scope: Scope,
  statements: readonly { readonly table: string }[],
): Promise<Tables> {
  const tables = new Map<string, TableDefinition>();
  const missing = new Set<string>();
  for (const name of new Set(statements.map(({ table }) => table))) {
    try {
      tables.set(name, (await catalog.ready(scope, name)).definition);
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.kind !== 'table-not-found') throw error;
      missing.add(name);
    }
  }
  if (missing.size === 0) return tables;
  const reasons = statements.map(({ table }): CancellationReason =>
    missing.has(table) ? { kind: 'table-not-found', table } : { kind: 'none' },
  );
  throw new Refused({ kind: 'transaction-cancelled', reasons });
}

/** A read names its item, and nothing else (observed on AWS). @throws InvalidInput */
function getOf(select: BoundSelect, tables: Tables): PreparedGet {
  const { table, where, projection } = select;
  const definition = tables.get(table);
  assert(definition !== undefined, 'every table of a transaction is looked up');
  const key = keyOfRead(where, definition.key);
  if (key !== undefined) return { table, key, projection };
  refuseUnreadable(definition, select);
  throw refusal(
    'Select statements within ExecuteTransaction must specify the primary key in the where clause.',
  );
}

function checkExists(statement: BoundWrite | BoundExists, tables: Tables): void {
  const table = tables.get(statement.table);
  assert(table !== undefined, 'every table of a transaction is looked up');
  if (statement.kind === 'exists') itemOfExists(statement.where, table.key);
}

/** The condition of an INSERT fails because there is such an item. */
async function withDuplicates<T>(
  writes: readonly (BoundWrite | BoundExists)[],
  together: Promise<T>,
): Promise<T> {
  try {
    return await together;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { refusal: refused } = error;
    if (refused.kind !== 'transaction-cancelled') throw error;
    const reasons = refused.reasons.map((reason, index) =>
      writes[index]?.kind === 'insert' ? asDuplicate(reason) : reason,
    );
    throw new Refused({ kind: 'transaction-cancelled', reasons });
  }
}

function asDuplicate(reason: CancellationReason): CancellationReason {
  return reason.kind === 'condition-failed' ? { ...reason, kind: 'duplicate-item' } : reason;
}

function mixed(): InvalidInput {
  return refusal(
    'ExecuteTransaction API does not support both read and write operations in the same request.',
  );
}

function refusal(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
