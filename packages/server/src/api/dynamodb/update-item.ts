// UpdateItem.

import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { UpdateRequest } from '../../database/database.ts';
import { collectionMetrics } from './collection-metrics.ts';
import { defineOperation, type Checked } from '../operation.ts';
import {
  attributeValue,
  enumeration,
  map,
  required,
  string,
  structure,
} from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import {
  checkConditionalOperator,
  checkExpressionParameters,
  type ExpressionParameters,
} from './expression-parameters.ts';
import { addCondition, writeAnswer, type Building } from './item-request.ts';
import { attributeUpdatesOf } from './legacy-parameters.ts';
import {
  attributes,
  conditionalOperator,
  expected,
  itemTableName,
  names,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  returnValuesOnConditionCheckFailure,
  updateReturnValues,
} from './shapes.ts';

const parameters: ExpressionParameters = {
  expressions: ['UpdateExpression', 'ConditionExpression'],
  olderParameters: ['AttributeUpdates', 'Expected', 'ConditionalOperator'],
};

export const updateItem = defineOperation<Checked<UpdateItemCommandInput, 'TableName' | 'Key'>>({
  name: 'UpdateItem',
  style: { plane: 'items', prefixed: true },
  input: structure('UpdateItemInput', {
    ReturnConsumedCapacity: returnConsumedCapacity,
    TableName: itemTableName,
    ReturnItemCollectionMetrics: returnItemCollectionMetrics,
    ReturnValues: updateReturnValues,
    Key: required(attributes),
    ConditionalOperator: conditionalOperator,
    Expected: expected,
    AttributeUpdates: map(
      structure('AttributeValueUpdate', {
        Action: enumeration(['ADD', 'DELETE', 'PUT']),
        Value: attributeValue(),
      }),
    ),
    ConditionExpression: string(),
    UpdateExpression: string(),
    ExpressionAttributeValues: attributes,
    ExpressionAttributeNames: names,
    ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
  }),
  check(input) {
    checkExpressionParameters(input, parameters);
    checkConditionalOperator(input.ConditionalOperator, input.Expected);
  },
  async run({ scope, database }, input) {
    const request: Building<UpdateRequest> = {
      table: tableNameOf(scope, input.TableName),
      key: input.Key,
      returnValues: input.ReturnValues ?? 'NONE',
    };
    if (input.UpdateExpression !== undefined) request.update = input.UpdateExpression;
    if (input.AttributeUpdates !== undefined) {
      request.attributeUpdates = attributeUpdatesOf(input.AttributeUpdates);
    }
    addCondition(request, input);
    const result = await database.update(scope, request);
    const asked = input.ReturnItemCollectionMetrics;
    const written = { table: request.table, raw: input.Key };
    return writeAnswer(result, input, await collectionMetrics(asked, { scope, database }, written));
  },
});
