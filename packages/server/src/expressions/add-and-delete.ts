// The actions ADD and DELETE of an update on the value that is there, if any.

import type { AttributeValue } from '../model/attribute-value.ts';
import { addNumbers } from '../model/number.ts';
import { wrongOperandType } from './evaluate-set-value.ts';

/**
 * The sum of two numbers or the union of two sets of one type; what is missing counts as 0 or empty.
 * Throws InvalidInput `rule` when the types do not go together or the sum cannot be stored.
 */
export function addToValue(
  value: AttributeValue | undefined,
  operand: AttributeValue,
): AttributeValue {
  if (value === undefined) return operand;
  if ('N' in value && 'N' in operand) return { N: addNumbers(value.N, operand.N) };
  if ('SS' in value && 'SS' in operand) return { SS: union(value.SS, operand.SS) };
  if ('NS' in value && 'NS' in operand) return { NS: union(value.NS, operand.NS) };
  if ('BS' in value && 'BS' in operand) return { BS: union(value.BS, operand.BS) };
  throw wrongOperandType();
}

/**
 * The difference of two sets of one type; undefined, which is to say nothing, when no member is left.
 * Throws InvalidInput `rule` when the types do not go together.
 */
export function deleteFromValue(
  value: AttributeValue | undefined,
  operand: AttributeValue,
): AttributeValue | undefined {
  if (value === undefined) return undefined;
  if ('SS' in value && 'SS' in operand) {
    return unlessEmpty(difference(value.SS, operand.SS), (SS) => ({ SS }));
  }
  if ('NS' in value && 'NS' in operand) {
    return unlessEmpty(difference(value.NS, operand.NS), (NS) => ({ NS }));
  }
  if ('BS' in value && 'BS' in operand) {
    return unlessEmpty(difference(value.BS, operand.BS), (BS) => ({ BS }));
  }
  throw wrongOperandType();
}

// Members are canonical texts, so that equal members are equal strings.
function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}

function difference(a: readonly string[], b: readonly string[]): string[] {
  const removed = new Set(b);
  return a.filter((member) => !removed.has(member));
}

function unlessEmpty(
  members: readonly string[],
  set: (members: readonly string[]) => AttributeValue,
): AttributeValue | undefined {
  return members.length === 0 ? undefined : set(members);
}
