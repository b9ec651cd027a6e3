// Conditions that are bound, taken apart at their ANDs.

import type { ConditionNode, Operand } from '../expressions/condition-node.ts';
import type { AttributeValue } from '../model/attribute-value.ts';

/** An attribute that is to have a value. */
export interface Equality {
  readonly attribute: string;
  readonly value: AttributeValue;
}

/** The conditions that are all to hold. */
export function conjuncts(condition: ConditionNode | undefined): readonly ConditionNode[] {
  if (condition === undefined) return [];
  return condition.kind === 'and' ? condition.conditions.flatMap(conjuncts) : [condition];
}

/** The condition that all of them hold; undefined for none. */
export function conjunction(conditions: readonly ConditionNode[]): ConditionNode | undefined {
  return conditions.length > 1 ? { kind: 'and', conditions } : conditions[0];
}

/** The equality that a condition is; undefined for all others. */
export function equalityOf(condition: ConditionNode): Equality | undefined {
  if (condition.kind !== 'comparison' || condition.operator !== '=') return undefined;
  const { left, right } = condition;
  return equalityBetween(left, right) ?? equalityBetween(right, left);
}

function equalityBetween(path: Operand, value: Operand): Equality | undefined {
  const attribute = attributeOf(path);
  if (attribute === undefined || value.kind !== 'literal') return undefined;
  return { attribute, value: value.value };
}

/** The name of the whole attribute that an operand is; undefined for all others. */
export function attributeOf(operand: Operand): string | undefined {
  if (operand.kind !== 'path' || operand.path.length !== 1) return undefined;
  return String(operand.path[0]);
}

/** Equal exactly for equal values, which are canonical. */
export function valueIdentity(value: AttributeValue): string {
  return JSON.stringify(value);
}
