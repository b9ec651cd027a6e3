// Query: one partition key of a table or index, in the order of its sort keys.

import { concatBytes } from '../../base/bytes.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
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
import { bindQuery, refuseKeyFilter } from './page-expressions.ts';
import { findSource, pageOf } from './page-result.ts';
import { type PageSource, partitionPrefix } from './page-source.ts';

export async function query(
  context: DatabaseContext,
  scope: Scope,
  request: QueryRequest,
): Promise<PageResult> {
  const { keyTerms, ...expressions } = bindQuery(request);
  const source = await findSource(context, scope, request);
  const range = conditionRange(source, matchKey(keyTerms, source.key));
  refuseKeyFilter(expressions.filter, source.key, request);
  const direction = request.forward ? 'forward' : 'backward';
  return pageOf(context, request, { source, range, direction, ...expressions });
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
