// Query: one partition key of a table or index, in the order of its sort keys.

import { concatBytes } from '../../base/bytes.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { sortKeyBytes, sortKeyPrefixBytes } from '../../model/item-key.ts';
import { keyAfterPrefix, type KeyRange, rangeOfPrefix } from '../../model/storage-keys.ts';
import type { Scope } from '../../model/table.ts';
import {
  type KeyCondition,
  matchKey,
  type SortCondition,
} from '../../expressions/key-condition.ts';
import type { DatabaseContext } from '../context.ts';
import type { PageResult, QueryRequest } from '../database.ts';
import { refuseNestedKeys } from '../../write/key-paths.ts';
import { bindQuery, refuseKeyFilter } from './page-expressions.ts';
import { refuseUnprojected } from './index-projection.ts';
import { findSource, pageOf } from './page-result.ts';
import { type PageSource, partitionPrefix } from './page-source.ts';
import { decodeStartKey, keyValues, liesIn, placeOfStart, refuseOutside } from './start-key.ts';

export async function query(
  context: DatabaseContext,
  scope: Scope,
  request: QueryRequest,
): Promise<PageResult> {
  const { keyTerms, ...expressions } = bindQuery(request);
  const source = await findSource(context, scope, request);
  const condition = matchKey(keyTerms, source.key);
  const range = conditionRange(source, condition);
  const start =
    request.startKey === undefined ? undefined : startOf(source, condition, request.startKey);
  refuseNestedKeys(source.table, expressions.projection);
  refuseKeyFilter(expressions.filter, source.key, request);
  refuseUnprojected(source, request, expressions);
  refuseNestedKeys(source.table, expressions.filter);
  const direction = request.forward ? 'forward' : 'backward';
  return pageOf(context, request, { source, range, direction, start, ...expressions });
}

/** Texts observed on AWS (dynalite's tests): the sort key is looked at before the partition key. */
function startOf(source: PageSource, condition: KeyCondition, raw: unknown): Uint8Array {
  const key = decodeStartKey(source, raw, 'query');
  const start = placeOfStart(source, key);
  const range = conditionRange(source, condition);
  if (condition.sort === undefined) {
    refuseOutside(range, start);
    return start;
  }
  const partition = keyValues(source.key.partition, key);
  if (!liesIn(conditionRange(source, { ...condition, partition }), start)) {
    throw refusal('The provided starting key does not match the range key predicate');
  }
  if (!liesIn(range, start)) {
    throw refusal('The query can return at most one row and cannot be restarted');
  }
  return start;
}

function refusal(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}

/** The keys of what a key condition selects. */
export function conditionRange(source: PageSource, condition: KeyCondition): KeyRange {
  const prefix = concatBytes([
    partitionPrefix(source, condition.partition),
    ...condition.sortPrefix.map(sortKeyBytes),
  ]);
  return condition.sort === undefined ? rangeOfPrefix(prefix) : sortRange(prefix, condition.sort);
}

function sortRange(prefix: Uint8Array, { operator, values }: SortCondition): KeyRange {
  const at = (value: AttributeValue | undefined): Uint8Array =>
    concatBytes([prefix, sortKeyBytes(value as AttributeValue)]);
  const whole = rangeOfPrefix(prefix);
  const [first, second] = values;
  switch (operator) {
    case '=':
      return rangeOfPrefix(at(first));
    case '<':
      return { from: whole.from, to: at(first) };
    case '<=':
      return { from: whole.from, to: keyAfterPrefix(at(first)) };
    case '>':
      return { from: keyAfterPrefix(at(first)), to: whole.to };
    case '>=':
      return { from: at(first), to: whole.to };
    case 'between':
      return { from: at(first), to: keyAfterPrefix(at(second)) };
    case 'begins_with':
      return rangeOfPrefix(concatBytes([prefix, sortKeyPrefixBytes(first as AttributeValue)]));
  }
}
