// The simple conditions that say which keys to read.

import type { ConditionNode, Operand } from '../expressions/condition-node.ts';
import type { SortOperator } from '../expressions/key-terms.ts';
import type { AttributeValue } from '../model/attribute-value.ts';
import type { KeyAttribute } from '../model/table.ts';
import { attributeOf } from './conjunction.ts';

/** A condition on one attribute, with the attribute on its left. */
export interface KeyTerm {
  readonly operator: SortOperator | 'in';
  /** Two for `between`, at least one for `in`, otherwise one. */
  readonly values: readonly AttributeValue[];
}

// What a comparator is when its sides are exchanged.
const FLIPPED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** What a condition says of an attribute, when it is one of those that keys can be read by. */
export function keyTermOf(node: ConditionNode, { name }: KeyAttribute): KeyTerm | undefined {
  switch (node.kind) {
    case 'comparison': {
      const { operator, left, right } = node;
      if (operator === '<>') return undefined;
      if (attributeOf(left) === name) return termOf(operator, [right]);
      return attributeOf(right) === name ? termOf(FLIPPED[operator], [left]) : undefined;
    }
    case 'between':
      return attributeOf(node.operand) === name
        ? termOf('between', [node.lower, node.upper])
        : undefined;
    case 'in':
      return attributeOf(node.operand) === name ? termOf('in', node.candidates) : undefined;
    case 'begins_with':
      return attributeOf(node.operand) === name ? termOf('begins_with', [node.prefix]) : undefined;
    default:
      return undefined;
  }
}

function termOf(operator: KeyTerm['operator'], operands: readonly Operand[]): KeyTerm | undefined {
  const values = operands.flatMap((operand) => (operand.kind === 'literal' ? [operand.value] : []));
  return values.length === operands.length ? { operator, values } : undefined;
}
