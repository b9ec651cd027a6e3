// BatchExecuteStatement.

import type {
  BatchExecuteStatementCommandInput,
  BatchStatementRequest as WireStatement,
} from '@aws-sdk/client-dynamodb';
import type { StatementOutcome } from '../../database/database.ts';
import type { BatchStatementRequest } from '../../database/partiql/statement-requests.ts';
import { JsonObjectBuilder } from '../json-body.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { wireErrorOf, type ErrorStyle } from '../refusal-errors.ts';
import { boolean, list, required, structure } from '../validation/shape.ts';
import { batchCapacity } from './batch-tables.ts';
import type { Building } from './item-request.ts';
import { returnConsumedCapacity, returnValuesOnConditionCheckFailure } from './shapes.ts';
import { addStatementOptions, statementParameters, statementText } from './statement-request.ts';

const MAX_STATEMENTS = 25;

type CheckedStatement = Checked<WireStatement, 'Statement'>;
type CheckedInput = Omit<BatchExecuteStatementCommandInput, 'Statements'> & {
  readonly Statements: readonly CheckedStatement[];
};

const style: ErrorStyle = { plane: 'items', prefixed: false };

export const batchExecuteStatement = defineOperation<CheckedInput>({
  name: 'BatchExecuteStatement',
  style,
  input: structure('BatchExecuteStatementInput', {
    Statements: required(
      list(
        structure('BatchStatementRequest', {
          Statement: statementText,
          Parameters: statementParameters,
          ConsistentRead: boolean(),
          ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
        }),
        { min: 1, max: MAX_STATEMENTS },
      ),
    ),
    ReturnConsumedCapacity: returnConsumedCapacity,
  }),
  async run({ scope, database }, input) {
    const statements = input.Statements.map(statementOf);
    const result = await database.batchExecuteStatement(scope, { statements });
    const capacity = batchCapacity(input.ReturnConsumedCapacity, result.capacity, new Map());
    return new JsonObjectBuilder()
      .objects('Responses', result.outcomes, addOutcome)
      .value('ConsumedCapacity', capacity?.length === 0 ? undefined : capacity)
      .body();
  },
});

function statementOf(input: CheckedStatement): BatchStatementRequest['statements'][number] {
  const request: Building<BatchStatementRequest['statements'][number]> = {
    statement: input.Statement,
    consistent: input.ConsistentRead === true,
  };
  addStatementOptions(request, input);
  return request;
}

function addOutcome(response: JsonObjectBuilder, outcome: StatementOutcome): void {
  if (outcome.kind === 'done') {
    response.value('TableName', outcome.table).json('Item', outcome.item);
    return;
  }
  const error = wireErrorOf(outcome.error, style, 'current');
  if (error === undefined) throw outcome.error;
  response
    .object('Error', (inner) => {
      inner
        .value('Code', statementErrorCode(error.error))
        .value('Message', error.text)
        .json('Item', error.detail.item);
    })
    .value('TableName', outcome.table);
}

/** BatchStatementErrorCodeEnum: the errors' names in short. */
function statementErrorCode(name: string): string {
  return name === 'ValidationException' ? 'ValidationError' : name.replace(/Exception$/, '');
}
