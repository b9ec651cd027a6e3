// ExecuteStatement.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope } from '../../model/table.ts';
import type { DatabaseContext } from '../context.ts';
import type { StatementResult } from '../database.ts';
import type { StatementRequest } from './statement-requests.ts';
import { prepareStatement } from './prepare-statement.ts';
import { runSelect } from './run-select.ts';
import { runWrite } from './run-write.ts';

export async function executeStatement(
  context: DatabaseContext,
  scope: Scope,
  request: StatementRequest,
): Promise<StatementResult> {
  const bound = prepareStatement(request);
  switch (bound.kind) {
    case 'exists':
      throw existsOutsideTransaction();
    case 'select':
      return runSelect(context, scope, { request, select: bound });
    case 'insert':
    case 'update':
    case 'delete': {
      const { returnOldOnFailure = false } = request;
      return runWrite(context, scope, { bound, returnOldOnFailure });
    }
  }
}

export function existsOutsideTransaction(): InvalidInput {
  const text = 'EXISTS can only be used in ExecuteTransaction write requests.';
  return new InvalidInput('rule', text);
}
