// BatchGetItem.

import type { BatchGetItemCommandInput, KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { assert } from '../../base/assert.ts';
import type { BatchGetRequest, BatchGetResult } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { JsonObjectBuilder } from '../json-body.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, list, map, required, string, structure } from '../validation/shape.ts';
import { batchCapacity, checkNotEmpty, tableRequests, type TableRequests } from './batch-tables.ts';
import { checkExpressionParameters, type ExpressionParameters } from './expression-parameters.ts';
import { addPlaceholders, type Building } from './item-request.ts';
import {
  attributes,
  attributesToGet,
  names as placeholderNames,
  returnConsumedCapacity,
  scanTableName,
} from './shapes.ts';

const MAX_KEYS = 100;

const parameters: ExpressionParameters = {
  expressions: ['ProjectionExpression'],
  olderParameters: ['AttributesToGet'],
};

type CheckedKeys = Checked<KeysAndAttributes, 'Keys'>;
type CheckedInput = Omit<BatchGetItemCommandInput, 'RequestItems'> & {
  readonly RequestItems: Record<string, CheckedKeys>;
};
type DatabaseRequest = BatchGetRequest['tables'][number];

export const batchGetItem = defineOperation<CheckedInput>({
  name: 'BatchGetItem',
  style: { plane: 'items', prefixed: false },
  input: structure('BatchGetItemInput', {
    ReturnConsumedCapacity: returnConsumedCapacity,
    RequestItems: required(
      map(
        structure('KeysAndAttributes', {
          Keys: required(list(attributes, { min: 1, max: MAX_KEYS, terse: 'max' })),
          AttributesToGet: attributesToGet,
          ConsistentRead: boolean(),
          ProjectionExpression: string(),
          ExpressionAttributeNames: placeholderNames,
        }),
        { key: scanTableName },
      ),
    ),
  }),
  check({ RequestItems: tables }) {
    checkNotEmpty(tables, 'BatchGetItem');
    checkExpressionParameters(membersOfAll(tables), parameters);
    let keys = 0;
    for (const table of Object.values(tables)) keys += table.Keys.length;
    if (keys > MAX_KEYS) {
      throw new InvalidInput('rule', 'Too many items requested for the BatchGetItem call');
    }
  },
  async run({ scope, database }, input) {
    const requests = tableRequests(scope, input.RequestItems);
    const tables: DatabaseRequest[] = [];
    for (const [table, { asked }] of requests) tables.push(databaseRequest(table, asked));
    const result = await database.batchGet(scope, { tables });
    return new JsonObjectBuilder()
      .object('Responses', (responses) => {
        for (const { table, items } of result.tables) {
          responses.jsonArray(requests.get(table)?.nameOrArn ?? table, items);
        }
      })
      .value('UnprocessedKeys', unprocessedKeys(result, requests))
      .value(
        'ConsumedCapacity',
        batchCapacity(input.ReturnConsumedCapacity, result.capacity, requests),
      )
      .body();
  },
});

/** What any of the tables says: the two forms may not be mixed across tables either (observed on AWS). */
function membersOfAll(tables: CheckedInput['RequestItems']): object {
  const members = {};
  for (const asked of Object.values(tables)) Object.assign(members, asked);
  return members;
}

function databaseRequest(table: string, asked: CheckedKeys): DatabaseRequest {
  const request: Building<DatabaseRequest> = {
    table,
    keys: asked.Keys,
    consistent: asked.ConsistentRead === true,
  };
  addPlaceholders(request, asked);
  if (asked.ProjectionExpression !== undefined) request.projection = asked.ProjectionExpression;
  if (asked.AttributesToGet !== undefined) request.attributes = asked.AttributesToGet;
  return request;
}

/** In the form of RequestItems, so that the client can send it as it is. */
function unprocessedKeys(
  result: BatchGetResult,
  requests: TableRequests<CheckedKeys>,
): Record<string, unknown> {
  const unprocessed = new Map<string, unknown>();
  for (const { table, keyIndexes } of result.unprocessed) {
    const request = requests.get(table);
    assert(request !== undefined, 'keys are left over only of tables that were asked for');
    const { nameOrArn, asked } = request;
    unprocessed.set(nameOrArn, { ...asked, Keys: keyIndexes.map((index) => asked.Keys[index]) });
  }
  return Object.fromEntries(unprocessed);
}
