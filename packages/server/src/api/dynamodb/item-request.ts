// What requests about items have in common: their expressions and placeholders, and the answer of a
// write. Members are added to a request one by one because these run on every call.

import type { ExpectedAttributeValue } from '@aws-sdk/client-dynamodb';
import type { Conditional, Placed, WriteResult } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { JsonObjectBuilder, type JsonBody } from '../json-body.ts';
import type { ExpressionParameters } from './expression-parameters.ts';
import type { CollectionMetrics } from './collection-metrics.ts';
import { consumedCapacity } from './consumed-capacity.ts';
import { expectedOf } from './legacy-parameters.ts';

export type Building<T> = { -readonly [K in keyof T]: T[K] };

interface PlaceholderInput {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

interface ConditionInput extends PlaceholderInput {
  readonly ConditionExpression?: string | undefined;
  readonly Expected?: Record<string, ExpectedAttributeValue> | undefined;
  readonly ConditionalOperator?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

export function addPlaceholders(request: Building<Placed>, input: PlaceholderInput): void {
  if (input.ExpressionAttributeNames !== undefined) request.names = input.ExpressionAttributeNames;
  if (input.ExpressionAttributeValues !== undefined) {
    request.values = input.ExpressionAttributeValues;
  }
}

export function addCondition(request: Building<Conditional>, input: ConditionInput): void {
  addPlaceholders(request, input);
  if (input.ConditionExpression !== undefined) request.condition = input.ConditionExpression;
  if (input.Expected !== undefined) {
    request.expected = expectedOf(input.Expected, input.ConditionalOperator);
  }
  if (input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD') request.returnOldOnFailure = true;
}

/** The answer of PutItem, UpdateItem and DeleteItem. */
export function writeAnswer(
  result: WriteResult,
  input: {
    readonly TableName: string;
    readonly ReturnConsumedCapacity?: string | undefined;
  },
  metrics: CollectionMetrics | undefined,
): JsonBody {
  const capacity = consumedCapacity(input.ReturnConsumedCapacity, result.capacity, input.TableName);
  if (result.attributes === undefined && capacity === undefined && metrics === undefined) {
    return EMPTY_ANSWER;
  }
  return new JsonObjectBuilder()
    .json('Attributes', result.attributes)
    .value('ConsumedCapacity', capacity)
    .value('ItemCollectionMetrics', metrics)
    .body();
}

const EMPTY_ANSWER: JsonBody = { pieces: ['{}'] };

/** Parameters of PutItem and DeleteItem. */
export const writeParameters: ExpressionParameters = {
  expressions: ['ConditionExpression'],
  olderParameters: ['Expected', 'ConditionalOperator'],
};

/** Of the ReturnValues that exist, PutItem and DeleteItem take two. */
export function checkReturnsOldOrNothing(returned: string | undefined): void {
  if (returned !== undefined && returned !== 'ALL_OLD' && returned !== 'NONE') {
    throw new InvalidInput('rule', 'ReturnValues can only be ALL_OLD or NONE');
  }
}
