// QueryFilter and ScanFilter: conditions on attributes, one each.

import type { ValidationLayer } from '../../model/validation-layer.ts';
import type { Condition } from '../condition.ts';
import { comparisonNode, conditionOf, type Match } from './comparison-node.ts';
import { type ComparisonOperator, decodeArguments } from './comparison-operator.ts';

/** A condition on one attribute as sent; `values` are wire attribute values, unchecked. */
export interface AttributeCondition {
  readonly attribute: string;
  readonly operator: ComparisonOperator;
  readonly values: readonly unknown[];
}

export interface AttributeFilter {
  readonly conditions: readonly AttributeCondition[];
  readonly match: Match;
}

/** Undefined when it has no condition and lets everything pass. Throws InvalidInput. */
export function bindAttributeFilter(
  { conditions, match }: AttributeFilter,
  layer: ValidationLayer,
): Condition | undefined {
  const nodes = conditions.map(({ attribute, operator, values }) =>
    comparisonNode(attribute, operator, decodeArguments(operator, values, layer)),
  );
  return conditionOf(nodes, match);
}
