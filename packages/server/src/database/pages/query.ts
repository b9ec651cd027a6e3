import type { AttributeValue } from '../../model/attribute-value.ts';
import { sortKeyBytes, sortKeyPrefixBytes } from '../../model/item-key.ts';
import {
  keyAfterPrefix,
  type KeyRange,
  partitionRange,
  rangeOfPrefix,
} from '../../model/storage-keys.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import { concatBytes } from '../../base/bytes.ts';
import {
  type KeyCondition,
  matchKey,
  type SortCondition,
} from '../../expressions/key-condition.ts';
import type { DatabaseContext } from '../context.ts';
import type { PageResult, QueryRequest } from '../database.ts';
import { partitionHash } from '../items/item-place.ts';
import { bindQuery, refuseKeyFilter } from './page-expressions.ts';
import { pageOf, tableForPage } from './page-result.ts';
import { checkedStartKey, rangeAfterStart } from './start-key.ts';

export async function query(
  context: DatabaseContext,
  scope: Scope,
  request: QueryRequest,
): Promise<PageResult> {
  const { keyTerms, filter, projection } = bindQuery(request);
  const table = await tableForPage(context, scope, request);
  const all = conditionRange(table, matchKey(keyTerms, table.key));
  refuseKeyFilter(filter, table.key);
  const direction = request.forward ? 'forward' : 'backward';
  const range =
    request.startKey === undefined
      ? all
      : rangeAfterStart(
          all,
          { key: checkedStartKey(request.startKey, table.key), table },
          direction,
        );
  return pageOf(context, request, { table, range, direction, filter, projection });
}

/** The keys of the items that a key condition selects. */
function conditionRange(table: TableDefinition, condition: KeyCondition): KeyRange {
  const whole = partitionRange(table.number, partitionHash(condition.partition));
  if (condition.sort === undefined) return whole;
  return sortRange(whole, condition.sort);
}

function sortRange(whole: KeyRange, { operator, values }: SortCondition): KeyRange {
  const at = (value: AttributeValue | undefined): Uint8Array =>
    concatBytes([whole.from, sortKeyBytes(value as AttributeValue)]);
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
      return rangeOfPrefix(concatBytes([whole.from, sortKeyPrefixBytes(first as AttributeValue)]));
  }
}
