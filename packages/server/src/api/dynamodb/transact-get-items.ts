// TransactGetItems.

import type { Get, TransactGetItemsCommandInput } from '@aws-sdk/client-dynamodb';
import type { TransactGetRequest } from '../../database/database.ts';
import type { Scope } from '../../model/table.ts';
import { JsonObjectBuilder } from '../json-body.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { list, required, string, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { transactionCapacity } from './consumed-capacity.ts';
import { addPlaceholders, type Building } from './item-request.ts';
import { attributes, names, returnConsumedCapacity, scanTableName } from './shapes.ts';
import { MAX_ACTIONS, sentTableNames } from './transact-items.ts';

type CheckedGet = Checked<Get, 'TableName' | 'Key'>;
type CheckedInput = Omit<TransactGetItemsCommandInput, 'TransactItems'> & {
  readonly TransactItems: readonly { readonly Get: CheckedGet }[];
};

const transactGetItem = structure('TransactGetItem', {
  Get: required(
    structure('Get', {
      TableName: scanTableName,
      Key: required(attributes),
      ProjectionExpression: string(),
      ExpressionAttributeNames: names,
    }),
  ),
});

export const transactGetItems = defineOperation<CheckedInput>({
  name: 'TransactGetItems',
  style: { plane: 'items', prefixed: false },
  input: structure('TransactGetItemsInput', {
    ReturnConsumedCapacity: returnConsumedCapacity,
    TransactItems: required(list(transactGetItem, { min: 1, max: MAX_ACTIONS, terse: 'both' })),
  }),
  async run({ scope, database }, input) {
    const { TransactItems: items, ReturnConsumedCapacity: asked } = input;
    const gets = items.map(({ Get: get }) => getOf(scope, get));
    const result = await database.transactGet(scope, { gets });
    const capacity = transactionCapacity(asked, result.capacity, {
      member: 'ReadCapacityUnits',
      namesSent: sentTableNames(
        scope,
        items.map(({ Get: get }) => get.TableName),
      ),
    });
    return new JsonObjectBuilder()
      .objects('Responses', result.items, (response, item) => response.json('Item', item))
      .value('ConsumedCapacity', capacity)
      .body();
  },
});

type DatabaseGet = TransactGetRequest['gets'][number];

function getOf(scope: Scope, get: CheckedGet): DatabaseGet {
  const request: Building<DatabaseGet> = { table: tableNameOf(scope, get.TableName), key: get.Key };
  addPlaceholders(request, get);
  if (get.ProjectionExpression !== undefined) request.projection = get.ProjectionExpression;
  return request;
}
