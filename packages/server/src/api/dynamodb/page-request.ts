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

/**
 * Whether Select fits what else was asked for (observed on AWS, which speaks of Querying to Scan too).
 * `prefixed`: whether AWS prefixes what it says to this operation of SPECIFIC_ATTRIBUTES.
 */
export function checkSelect(input: PageInput, { prefixed }: { readonly prefixed: boolean }): void {
  const { Select: select } = input;
  const projection = projectionParameter(input);
  if (select === 'SPECIFIC_ATTRIBUTES') {
    if (projection === undefined) throw nothingSpecified(prefixed);
    return;
  }
  if (select !== undefined && projection !== undefined) {
    const chosen = select === 'COUNT' ? 'only the Count' : select;
    const text = `Cannot specify the ${projection} when choosing to get ${chosen}`;
    throw new InvalidInput('rule', text);
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && input.IndexName === undefined) {
    const text = `${select} can be used only when Querying using an IndexName`;
    throw new InvalidInput('rule', text);
  }
}

function projectionParameter(input: PageInput): string | undefined {
  if (input.ProjectionExpression !== undefined) return 'ProjectionExpression';
  return input.AttributesToGet === undefined ? undefined : 'AttributesToGet';
}

function nothingSpecified(prefixed: boolean): InvalidInput {
  return new InvalidInput(
    'rule',
    (prefixed ? '1 validation error detected: ' : '') +
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
  );
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
