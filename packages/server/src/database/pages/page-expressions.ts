// The expressions of Query and Scan, bound.

import { bindCondition, type Condition } from '../../expressions/condition.ts';
import { bindKeyTerms } from '../../expressions/key-condition.ts';
import type { KeyTerm, UnindexableTerm } from '../../expressions/key-terms.ts';
import { bindAttributeFilter } from '../../expressions/legacy/filter.ts';
import { bindKeyConditions } from '../../expressions/legacy/key-conditions.ts';
import type { Placeholders } from '../../expressions/placeholders.ts';
import type { Projection } from '../../expressions/projection.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { KeyParts } from '../../model/table.ts';
import type { ValidationLayer } from '../../model/validation-layer.ts';
import type { QueryRequest, ScanRequest } from '../database.ts';
import { bindAll, bindProjecting } from '../items/request-expressions.ts';

export interface PageExpressions {
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
}

/** Scan's, in the words of the older validation layer. @throws InvalidInput */
export function bindScan(request: ScanRequest): PageExpressions {
  return bindAll(
    request,
    { texts: [request.filter, request.projection], layer: 'older' },
    (placeholders) => {
      if (request.attributes === undefined) {
        return filterAndProjection(request, placeholders, 'older');
      }
      // Scan alone looks at AttributesToGet first (dynalite's tests).
      const projection = bindProjecting(request, placeholders);
      return { projection, filter: bindFilter(request, placeholders, 'older') };
    },
  );
}

/** Query's, before its table is known. @throws InvalidInput */
export function bindQuery(
  request: QueryRequest,
): PageExpressions & { readonly keyTerms: readonly (KeyTerm | UnindexableTerm)[] } {
  const { keyCondition, keyConditions, filter, projection } = request;
  const texts = [keyCondition, filter, projection];
  return bindAll(request, { texts }, (placeholders) => {
    if (keyCondition !== undefined) {
      const keyTerms = bindKeyTerms(keyCondition, placeholders);
      return { keyTerms, ...filterAndProjection(request, placeholders, 'current') };
    }
    // KeyConditions are looked at last (dynalite's tests).
    const others = filterAndProjection(request, placeholders, 'current');
    if (keyConditions === undefined) throw noKeyCondition();
    return { keyTerms: bindKeyConditions(keyConditions), ...others };
  });
}

function filterAndProjection(
  request: QueryRequest | ScanRequest,
  placeholders: Placeholders,
  layer: ValidationLayer,
): PageExpressions {
  const filter = bindFilter(request, placeholders, layer);
  return { filter, projection: bindProjecting(request, placeholders) };
}

function bindFilter(
  { filter, attributeFilter }: QueryRequest | ScanRequest,
  placeholders: Placeholders,
  layer: ValidationLayer,
): Condition | undefined {
  if (filter !== undefined) return bindCondition('FilterExpression', filter, placeholders);
  return attributeFilter === undefined ? undefined : bindAttributeFilter(attributeFilter, layer);
}

function noKeyCondition(): InvalidInput {
  return new InvalidInput(
    'rule',
    'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
  );
}

/** @throws InvalidInput when a query's filter mentions an attribute of the key. */
export function refuseKeyFilter(
  filter: Condition | undefined,
  key: KeyParts,
  { attributeFilter }: QueryRequest,
): void {
  if (filter === undefined) return;
  const called = attributeFilter === undefined ? 'Filter Expression' : 'QueryFilter';
  for (const { name } of [...key.partition, ...key.sort]) {
    if (!filter.attributes.has(name)) continue;
    const text = `${called} can only contain non-primary key attributes: Primary key attribute: ${name}`;
    throw new InvalidInput('rule', text);
  }
}
