// What Query and Scan have in common: a page of a table, and what of it is wanted.

import type { Condition } from '@aws-sdk/client-dynamodb';
import type { PageResult, QueryRequest, ScanRequest } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { JsonObjectBuilder, type JsonBody } from '../json-body.ts';
import { consumedCapacity } from './consumed-capacity.ts';
import { addPlaceholders, type Building } from './item-request.ts';
import { attributeFilterOf } from './legacy-parameters.ts';

interface PageInput {
  readonly TableName: string;
  readonly IndexName?: string | undefined;
  readonly Select?: string | undefined;
  readonly FilterExpression?: string | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly AttributesToGet?: readonly string[] | undefined;
  readonly QueryFilter?: Record<string, Condition> | undefined;
  readonly ScanFilter?: Record<string, Condition> | undefined;
  readonly ConditionalOperator?: string | undefined;
  readonly Limit?: number | undefined;
  readonly ExclusiveStartKey?: unknown;
  readonly ReturnConsumedCapacity?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

type PageRequest = Omit<
  QueryRequest & ScanRequest,
  'keyCondition' | 'keyConditions' | 'forward' | 'segment'
>;

export function addPageMembers(request: Building<PageRequest>, input: PageInput): void {
  addPlaceholders(request, input);
  if (input.IndexName !== undefined) request.index = input.IndexName;
  if (input.Select !== undefined)
    request.select = input.Select as NonNullable<PageRequest['select']>;
  if (input.FilterExpression !== undefined) request.filter = input.FilterExpression;
  if (input.ProjectionExpression !== undefined) request.projection = input.ProjectionExpression;
  if (input.AttributesToGet !== undefined) request.attributes = input.AttributesToGet;
  const filter = input.QueryFilter ?? input.ScanFilter;
  if (filter !== undefined) {
    request.attributeFilter = attributeFilterOf(filter, input.ConditionalOperator);
  }
  if (input.Limit !== undefined) request.limit = input.Limit;
  if (input.ExclusiveStartKey !== undefined) request.startKey = input.ExclusiveStartKey;
}

/** How an operation words the rules about Select. */
export interface SelectWording {
  readonly doing: 'Querying' | 'Scanning';
  /** Whether AWS prefixes its text about SPECIFIC_ATTRIBUTES. */
  readonly prefixed: boolean;
}

/** Whether Select fits what else was asked for (observed on AWS). */
export function checkSelect(input: PageInput, { doing, prefixed }: SelectWording): void {
  const projection =
    input.ProjectionExpression !== undefined
      ? 'ProjectionExpression'
      : input.AttributesToGet !== undefined
        ? 'AttributesToGet'
        : undefined;
  switch (input.Select) {
    case 'SPECIFIC_ATTRIBUTES':
      if (projection !== undefined) return;
      throw new InvalidInput(
        'rule',
        (prefixed ? '1 validation error detected: ' : '') +
          'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
      );
    case 'ALL_PROJECTED_ATTRIBUTES':
      if (input.IndexName === undefined) {
        throw new InvalidInput(
          'rule',
          `One or more parameter values were invalid: ALL_PROJECTED_ATTRIBUTES can be used only when ${doing} using an IndexName`,
        );
      }
      break;
    case undefined:
      return;
  }
  if (projection === undefined) return;
  const chosen = input.Select === 'COUNT' ? 'only the Count' : input.Select;
  throw new InvalidInput('rule', `Cannot specify the ${projection} when choosing to get ${chosen}`);
}

export function pageAnswer(result: PageResult, input: PageInput): JsonBody {
  const answer = new JsonObjectBuilder();
  if (input.Select !== 'COUNT') answer.jsonArray('Items', result.items);
  return answer
    .value('Count', result.count)
    .value('ScannedCount', result.scannedCount)
    .json('LastEvaluatedKey', result.lastKey)
    .value(
      'ConsumedCapacity',
      consumedCapacity(input.ReturnConsumedCapacity, result.capacity, input.TableName),
    )
    .body();
}
