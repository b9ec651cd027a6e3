// GetItem.

import type { GetItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { GetRequest } from '../../database/database.ts';
import { JsonObjectBuilder } from '../json-body.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, required, string, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { consumedCapacity } from './consumed-capacity.ts';
import { checkExpressionParameters, type ExpressionParameters } from './expression-parameters.ts';
import { addPlaceholders, type Building } from './item-request.ts';
import {
  attributes,
  attributesToGet,
  itemTableName,
  names,
  returnConsumedCapacity,
} from './shapes.ts';

const parameters: ExpressionParameters = {
  expressions: ['ProjectionExpression'],
  olderParameters: ['AttributesToGet'],
};

export const getItem = defineOperation<Checked<GetItemCommandInput, 'TableName' | 'Key'>>({
  name: 'GetItem',
  style: { plane: 'items', prefixed: false },
  input: structure('GetItemInput', {
    ReturnConsumedCapacity: returnConsumedCapacity,
    AttributesToGet: attributesToGet,
    TableName: itemTableName,
    Key: required(attributes),
    ConsistentRead: boolean(),
    ProjectionExpression: string(),
    ExpressionAttributeNames: names,
  }),
  check(input) {
    checkExpressionParameters(input, parameters);
  },
  async run({ scope, database }, input) {
    const request: Building<GetRequest> = {
      table: tableNameOf(scope, input.TableName),
      key: input.Key,
      consistent: input.ConsistentRead === true,
    };
    addPlaceholders(request, input);
    if (input.ProjectionExpression !== undefined) request.projection = input.ProjectionExpression;
    if (input.AttributesToGet !== undefined) request.attributes = input.AttributesToGet;
    const { item, capacity } = await database.get(scope, request);
    return new JsonObjectBuilder()
      .json('Item', item)
      .value(
        'ConsumedCapacity',
        consumedCapacity(input.ReturnConsumedCapacity, capacity, input.TableName),
      )
      .body();
  },
});
