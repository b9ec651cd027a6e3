// Query.

import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { QueryRequest } from '../../database/database.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, integer, string, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import {
  checkConditionalOperator,
  checkExpressionParameters,
  type ExpressionParameters,
} from './expression-parameters.ts';
import type { Building } from './item-request.ts';
import { attributeConditionsOf } from './legacy-parameters.ts';
import { addPageMembers, checkSelect, pageAnswer } from './page-request.ts';
import {
  attributes,
  attributesToGet,
  conditionalOperator,
  conditions,
  indexName,
  itemTableName,
  names,
  returnConsumedCapacity,
  select,
} from './shapes.ts';

const parameters: ExpressionParameters = {
  expressions: ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
  olderParameters: ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions'],
};

/** KeyConditions may stand beside expressions, as long as KeyConditionExpression is not one of them. */
const parametersOfKeyConditions: ExpressionParameters = {
  ...parameters,
  olderParameters: ['AttributesToGet', 'QueryFilter', 'ConditionalOperator'],
};

export const query = defineOperation<Checked<QueryCommandInput, 'TableName'>>({
  name: 'Query',
  style: { plane: 'items', prefixed: false },
  input: structure('QueryInput', {
    Limit: integer({ min: 1, terse: 'min' }),
    ExclusiveStartKey: attributes,
    ReturnConsumedCapacity: returnConsumedCapacity,
    AttributesToGet: attributesToGet,
    QueryFilter: conditions,
    Select: select,
    ConditionalOperator: conditionalOperator,
    KeyConditions: conditions,
    TableName: itemTableName,
    ConsistentRead: boolean(),
    IndexName: indexName,
    ScanIndexForward: boolean(),
    KeyConditionExpression: string(),
    FilterExpression: string(),
    ProjectionExpression: string(),
    ExpressionAttributeValues: attributes,
    ExpressionAttributeNames: names,
  }),
  check(input, wording) {
    checkExpressionParameters(
      input,
      input.KeyConditionExpression === undefined ? parametersOfKeyConditions : parameters,
    );
    checkConditionalOperator(input.ConditionalOperator, input.QueryFilter);
    checkSelect(input, { prefixed: wording === 'current' });
  },
  async run({ scope, database }, input) {
    const request: Building<QueryRequest> = {
      table: tableNameOf(scope, input.TableName),
      consistent: input.ConsistentRead === true,
      forward: input.ScanIndexForward !== false,
    };
    if (input.KeyConditionExpression !== undefined) {
      request.keyCondition = input.KeyConditionExpression;
    }
    if (input.KeyConditions !== undefined) {
      request.keyConditions = attributeConditionsOf(input.KeyConditions);
    }
    addPageMembers(request, input);
    return pageAnswer(await database.query(scope, request), input);
  },
});
