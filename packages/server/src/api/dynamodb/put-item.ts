// PutItem.

import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { PutRequest } from '../../database/database.ts';
import { collectionMetrics } from './collection-metrics.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { required, string, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { checkConditionalOperator, checkExpressionParameters } from './expression-parameters.ts';
import {
  addCondition,
  checkReturnsOldOrNothing,
  writeAnswer,
  writeParameters,
  type Building,
} from './item-request.ts';
import {
  attributes,
  conditionalOperator,
  expected,
  itemTableName,
  names,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  returnValues,
  returnValuesOnConditionCheckFailure,
} from './shapes.ts';

export const putItem = defineOperation<Checked<PutItemCommandInput, 'TableName' | 'Item'>>({
  name: 'PutItem',
  style: { plane: 'items', prefixed: true },
  input: structure('PutItemInput', {
    ReturnConsumedCapacity: returnConsumedCapacity,
    TableName: itemTableName,
    Item: required(attributes),
    ConditionalOperator: conditionalOperator,
    Expected: expected,
    ReturnValues: returnValues,
    ReturnItemCollectionMetrics: returnItemCollectionMetrics,
    ConditionExpression: string(),
    ExpressionAttributeValues: attributes,
    ExpressionAttributeNames: names,
    ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
  }),
  check(input) {
    checkExpressionParameters(input, writeParameters);
    checkConditionalOperator(input.ConditionalOperator, input.Expected);
    checkReturnsOldOrNothing(input.ReturnValues);
  },
  async run({ scope, database }, input) {
    const request: Building<PutRequest> = {
      table: tableNameOf(scope, input.TableName),
      item: input.Item,
      returnValues: input.ReturnValues === 'ALL_OLD' ? 'ALL_OLD' : 'NONE',
    };
    addCondition(request, input);
    const result = await database.put(scope, request);
    const asked = input.ReturnItemCollectionMetrics;
    const written = { table: request.table, raw: input.Item };
    return writeAnswer(result, input, await collectionMetrics(asked, { scope, database }, written));
  },
});
