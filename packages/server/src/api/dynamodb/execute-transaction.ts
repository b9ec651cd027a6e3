// ExecuteTransaction.

import type {
  ExecuteTransactionCommandInput,
  ParameterizedStatement,
} from '@aws-sdk/client-dynamodb';
import type { StatementTransactionRequest } from '../../database/partiql/statement-requests.ts';
import { JsonObjectBuilder } from '../json-body.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { list, required, string, structure } from '../validation/shape.ts';
import { transactionCapacity } from './consumed-capacity.ts';
import type { Building } from './item-request.ts';
import { returnConsumedCapacity, returnValuesOnConditionCheckFailure } from './shapes.ts';
import { addStatementOptions, statementParameters, statementText } from './statement-request.ts';
import { MAX_ACTIONS } from './transact-items.ts';

type CheckedStatement = Checked<ParameterizedStatement, 'Statement'>;
type CheckedInput = Omit<ExecuteTransactionCommandInput, 'TransactStatements'> & {
  readonly TransactStatements: readonly CheckedStatement[];
};

export const executeTransaction = defineOperation<CheckedInput>({
  name: 'ExecuteTransaction',
  style: { plane: 'items', prefixed: false },
  input: structure('ExecuteTransactionInput', {
    TransactStatements: required(
      list(
        structure('ParameterizedStatement', {
          Statement: statementText,
          Parameters: statementParameters,
          ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
        }),
        { min: 1, max: MAX_ACTIONS },
      ),
    ),
    ClientRequestToken: string({ min: 1, max: 36 }),
    ReturnConsumedCapacity: returnConsumedCapacity,
  }),
  async run({ scope, database }, input) {
    const { ClientRequestToken: token, ReturnConsumedCapacity: asked } = input;
    const result = await database.executeTransaction(scope, {
      statements: input.TransactStatements.map(statementOf),
      ...(token === undefined ? {} : { token }),
    });
    // What was read, now or to find a token used, is counted as read (observed on AWS).
    const reads = result.kind === 'read' || result.repeated;
    const items = result.kind === 'read' ? result.items : [];
    const capacity = transactionCapacity(asked, result.capacity, {
      member: reads ? 'ReadCapacityUnits' : 'WriteCapacityUnits',
      namesSent: new Map(),
    });
    return new JsonObjectBuilder()
      .objects('Responses', items, (response, item) => response.json('Item', item))
      .value('ConsumedCapacity', capacity)
      .body();
  },
});

function statementOf(input: CheckedStatement): StatementTransactionRequest['statements'][number] {
  const request: Building<StatementTransactionRequest['statements'][number]> = {
    statement: input.Statement,
  };
  addStatementOptions(request, input);
  return request;
}
