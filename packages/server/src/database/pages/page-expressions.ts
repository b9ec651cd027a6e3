// The expressions of Query and Scan, bound.

import { bindCondition, type Condition } from '../../expressions/condition.ts';
import { bindKeyTerms } from '../../expressions/key-condition.ts';
import type { KeyTerm } from '../../expressions/key-terms.ts';
import type { Placeholders } from '../../expressions/placeholders.ts';
import { bindProjection, type Projection } from '../../expressions/projection.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { KeyParts } from '../../model/table.ts';
import type { QueryRequest, ScanRequest } from '../database.ts';
import { bindAll } from '../items/request-expressions.ts';

export interface PageExpressions {
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
}

/** Scan's, in the words of the older validation layer. @throws InvalidInput */
export function bindScan(request: ScanRequest): PageExpressions {
  return bindAll(
    request,
    { texts: [request.filter, request.projection], layer: 'older' },
    (placeholders) => filterAndProjection(request, placeholders),
  );
}

/** Query's, before its table is known. @throws InvalidInput */
export function bindQuery(
  request: QueryRequest,
): PageExpressions & { readonly keyTerms: readonly KeyTerm[] } {
  const { keyCondition: text } = request;
  if (text === undefined) {
    throw new InvalidInput(
      'rule',
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const texts = [text, request.filter, request.projection];
  return bindAll(request, { texts }, (placeholders) => ({
    keyTerms: bindKeyTerms(text, placeholders),
    ...filterAndProjection(request, placeholders),
  }));
}

function filterAndProjection(
  { filter, projection }: QueryRequest | ScanRequest,
  placeholders: Placeholders,
): PageExpressions {
  return {
    filter:
      filter === undefined ? undefined : bindCondition('FilterExpression', filter, placeholders),
    projection: projection === undefined ? undefined : bindProjection(projection, placeholders),
  };
}

/** @throws InvalidInput when a query's filter mentions an attribute of the key. */
export function refuseKeyFilter(filter: Condition | undefined, key: KeyParts): void {
  if (filter === undefined) return;
  for (const { name } of [...key.partition, ...key.sort]) {
    if (!filter.attributes.has(name)) continue;
    const text = `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`;
    throw new InvalidInput('rule', text);
  }
}
