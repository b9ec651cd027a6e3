// ExecuteStatement.

import type { ExecuteStatementCommandInput } from '@aws-sdk/client-dynamodb';
import type { StatementRequest } from '../../database/partiql/statement-requests.ts';
import { JsonObjectBuilder } from '../json-body.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, integer, string, structure } from '../validation/shape.ts';
import { consumedCapacity } from './consumed-capacity.ts';
import type { Building } from './item-request.ts';
import { returnConsumedCapacity, returnValuesOnConditionCheckFailure } from './shapes.ts';
import { addStatementOptions, statementParameters, statementText } from './statement-request.ts';

export const executeStatement = defineOperation<Checked<ExecuteStatementCommandInput, 'Statement'>>(
  {
    name: 'ExecuteStatement',
    style: { plane: 'items', prefixed: false },
    input: structure('ExecuteStatementInput', {
      Statement: statementText,
      Parameters: statementParameters,
      ConsistentRead: boolean(),
      NextToken: string({ min: 1, max: 32_768 }),
      ReturnConsumedCapacity: returnConsumedCapacity,
      Limit: integer({ min: 1 }),
      ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
    }),
    async run({ scope, database }, input) {
      const request: Building<StatementRequest> = {
        statement: input.Statement,
        consistent: input.ConsistentRead === true,
      };
      addStatementOptions(request, input);
      if (input.Limit !== undefined) request.limit = input.Limit;
      if (input.NextToken !== undefined) request.nextToken = input.NextToken;
      const result = await database.executeStatement(scope, request);
      const { capacity } = result;
      return new JsonObjectBuilder()
        .jsonArray('Items', result.items)
        .value('NextToken', result.nextToken)
        .json('LastEvaluatedKey', result.lastKey)
        .value(
          'ConsumedCapacity',
          consumedCapacity(input.ReturnConsumedCapacity, capacity, capacity.table),
        )
        .body();
    },
  },
);
