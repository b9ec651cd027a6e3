// BatchExecuteStatement: up to 25 statements on single items, all reads or all writes, each of which succeeds
// or fails on its own.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope } from '../../model/table.ts';
import type { BoundSelect, BoundStatement, BoundWrite } from '../../partiql/bind-statement.ts';
import { Refused } from '../../write/refusal.ts';
import { capacityByTable } from '../capacity.ts';
import type { DatabaseContext } from '../context.ts';
import type { BatchStatementResult, CapacityUse, StatementOutcome } from '../database.ts';
import type { BatchStatementRequest } from './statement-requests.ts';
import { refuseSameItems } from './batch-items.ts';
import { existsOutsideTransaction } from './execute-statement.ts';
import { prepareStatement } from './prepare-statement.ts';
import { runKeyedSelect } from './run-keyed-select.ts';
import { runWrite } from './run-write.ts';

type Member = BatchStatementRequest['statements'][number];
type Runnable = BoundSelect | BoundWrite;
type Prepared = Runnable | { readonly kind: 'failed'; readonly error: InvalidInput };

export async function batchExecuteStatement(
  context: DatabaseContext,
  scope: Scope,
  { statements }: BatchStatementRequest,
): Promise<BatchStatementResult> {
  const members = statements.map((member) => ({ member, bound: prepare(member) }));
  const runnable = members.flatMap(({ bound }) => (bound.kind === 'failed' ? [] : [bound]));
  refuseMixed(runnable);
  await refuseSameItems(context, scope, runnable);
  const capacity: CapacityUse[] = [];
  const outcomes = await Promise.all(
    members.map(async ({ member, bound }): Promise<StatementOutcome> =>
      bound.kind === 'failed' ? bound : run(context, scope, { bound, member, capacity }),
    ),
  );
  return { outcomes, capacity: capacityByTable(capacity) };
}

function prepare(member: Member): Prepared {
  try {
    const bound: BoundStatement = prepareStatement(member);
    if (bound.kind === 'exists') throw existsOutsideTransaction();
    return bound;
  } catch (error) {
    if (error instanceof InvalidInput) return { kind: 'failed', error };
    throw error;
  }
}

function refuseMixed(statements: readonly Runnable[]): void {
  const reads = statements.filter(({ kind }) => kind === 'select').length;
  if (reads === 0 || reads === statements.length) return;
  throw new InvalidInput(
    'rule',
    'Read and write requests together in the same batch is not supported.',
  );
}

async function run(
  context: DatabaseContext,
  scope: Scope,
  statement: {
    readonly bound: Runnable;
    readonly member: Member;
    /** What is used is added here. */
    readonly capacity: CapacityUse[];
  },
): Promise<StatementOutcome> {
  const { bound, member, capacity } = statement;
  const { returnOldOnFailure = false, consistent } = member;
  try {
    const result =
      bound.kind === 'select'
        ? await runKeyedSelect(context, scope, { select: bound, consistent })
        : await runWrite(context, scope, { bound, returnOldOnFailure });
    capacity.push(result.capacity);
    const [item] = result.items;
    return { kind: 'done', table: bound.table, ...(item === undefined ? {} : { item }) };
  } catch (error) {
    if (!(error instanceof InvalidInput || error instanceof Refused)) throw error;
    // A statement that was run and refused names its table (observed on AWS).
    const ran = error instanceof Refused && error.refusal.kind !== 'table-not-found';
    return { kind: 'failed', error, ...(ran ? { table: bound.table } : {}) };
  }
}
