// KeyConditions, the older form of a key condition.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { KeyTerm, SortOperator, UnindexableTerm } from '../key-terms.ts';
import { type ComparisonOperator, decodeArguments } from './comparison-operator.ts';
import type { AttributeCondition } from './filter.ts';

const SORT_OPERATORS: { readonly [operator in ComparisonOperator]: SortOperator | 'unindexable' } =
  {
    EQ: '=',
    LE: '<=',
    LT: '<',
    GE: '>=',
    GT: '>',
    BEGINS_WITH: 'begins_with',
    BETWEEN: 'between',
    NE: 'unindexable',
    NULL: 'unindexable',
    NOT_NULL: 'unindexable',
    CONTAINS: 'unindexable',
    NOT_CONTAINS: 'unindexable',
    IN: 'unindexable',
  };

/**
 * Throws InvalidInput for what is wrong whatever the table. How many conditions are too many depends on
 * the key, which may have several attributes in a global index.
 */
export function bindKeyConditions(
  conditions: readonly AttributeCondition[],
): readonly (KeyTerm | UnindexableTerm)[] {
  if (conditions.length === 0) {
    throw new InvalidInput('rule', 'Conditions can be of length 1 or 2 only');
  }
  return conditions.map(({ attribute, operator, values }) => ({
    attribute: attribute.toWellFormed(),
    operator: SORT_OPERATORS[operator],
    values: decodeArguments(operator, values, 'current'),
  }));
}
