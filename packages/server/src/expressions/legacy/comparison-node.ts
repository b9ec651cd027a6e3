// A comparison operator on one attribute as the condition that expressions evaluate, and several of them
// as one condition.

import { assert } from '../../base/assert.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import type { ConditionNode, Operand } from '../condition-node.ts';
import type { Condition } from '../condition.ts';
import type { Comparator } from '../expression-tree.ts';
import type { ComparisonOperator } from './comparison-operator.ts';

const COMPARATORS = { EQ: '=', NE: '<>', LE: '<=', LT: '<', GE: '>=', GT: '>' } as const;
const NO_ATTRIBUTES: ReadonlySet<string> = new Set();

/** Whether all of several conditions have to hold, or one of them. */
export type Match = 'all' | 'any';

/** A condition on one attribute; `name` is that of the attribute as a whole, whatever it contains. */
export interface NamedNode {
  readonly name: string;
  readonly node: ConditionNode;
}

/** `values` have the number and types that the operator takes. */
export function comparisonNode(
  name: string,
  operator: ComparisonOperator,
  values: readonly AttributeValue[],
): NamedNode {
  // Items hold well-formed names only.
  const wellFormed = name.toWellFormed();
  return { name: wellFormed, node: nodeOf(wellFormed, operator, values) };
}

function nodeOf(
  name: string,
  operator: ComparisonOperator,
  values: readonly AttributeValue[],
): ConditionNode {
  const path = [name];
  const operand: Operand = { kind: 'path', path };
  switch (operator) {
    case 'EQ':
    case 'NE':
    case 'LE':
    case 'LT':
    case 'GE':
    case 'GT':
      return comparison(COMPARATORS[operator], operand, literal(values[0]));
    case 'NOT_NULL':
      return { kind: 'attribute_exists', path };
    case 'NULL':
      return { kind: 'attribute_not_exists', path };
    case 'CONTAINS':
      return { kind: 'contains', operand, searched: literal(values[0]) };
    case 'NOT_CONTAINS': {
      // What is missing neither contains a value nor does not (observed by Scylla's test suite).
      const contains: ConditionNode = { kind: 'contains', operand, searched: literal(values[0]) };
      const exists: ConditionNode = { kind: 'attribute_exists', path };
      return { kind: 'and', conditions: [exists, { kind: 'not', condition: contains }] };
    }
    case 'BEGINS_WITH':
      return { kind: 'begins_with', operand, prefix: literal(values[0]) };
    case 'IN':
      return { kind: 'in', operand, candidates: values.map(literal) };
    case 'BETWEEN':
      return { kind: 'between', operand, lower: literal(values[0]), upper: literal(values[1]) };
  }
}

/** Undefined, which is to say no condition, when there is no node. */
export function conditionOf(nodes: readonly NamedNode[], match: Match): Condition | undefined {
  if (nodes.length === 0) return undefined;
  const conditions = nodes.map(({ node }) => node);
  return {
    root: { kind: match === 'all' ? 'and' : 'or', conditions },
    attributes: new Set(nodes.map(({ name }) => name)),
    nestedAttributes: NO_ATTRIBUTES,
  };
}

function comparison(operator: Comparator, left: Operand, right: Operand): ConditionNode {
  return { kind: 'comparison', operator, left, right };
}

function literal(value: AttributeValue | undefined): Operand {
  assert(value !== undefined, 'the number of arguments was checked');
  return { kind: 'literal', value };
}
