// What requests with PartiQL statements have in common.

import type { StatementRequest } from '../../database/partiql/statement-requests.ts';
import { attributeValue, list, required, string } from '../validation/shape.ts';
import type { Building } from './item-request.ts';

/** Characters of a statement (AWS's service model). */
const MAX_STATEMENT_LENGTH = 8192;

export const statementText = required(string({ min: 1, max: MAX_STATEMENT_LENGTH }));
export const statementParameters = list(attributeValue(), { min: 1 });

interface StatementInput {
  readonly Parameters?: readonly unknown[] | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

export function addStatementOptions(
  request: Building<Pick<StatementRequest, 'parameters' | 'returnOldOnFailure'>>,
  input: StatementInput,
): void {
  if (input.Parameters !== undefined) request.parameters = input.Parameters;
  if (input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD') request.returnOldOnFailure = true;
}
