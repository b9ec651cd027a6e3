// The right side of a SET action, on the item as it was before the update.

import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import { addNumbers, subtractNumbers } from '../model/number.ts';
import { valueAt } from './path.ts';
import type { SetValue, UpdateOperand } from './update-action.ts';

/**
 * Throws InvalidInput `rule` when an operand is missing in the item or has the wrong type, or when a
 * number could not be stored.
 */
export function evaluateSetValue(value: SetValue, before: Item): AttributeValue {
  if (value.kind !== 'arithmetic') return evaluateOperand(value, before);
  const left = evaluateOperand(value.left, before);
  const right = evaluateOperand(value.right, before);
  if (!('N' in left) || !('N' in right)) throw wrongOperandType();
  const calculate = value.operator === '+' ? addNumbers : subtractNumbers;
  return { N: calculate(left.N, right.N) };
}

export function wrongOperandType(): InvalidInput {
  return new InvalidInput('rule', 'An operand in the update expression has an incorrect data type');
}

function evaluateOperand(operand: UpdateOperand, before: Item): AttributeValue {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'path': {
      const value = valueAt(before, operand.path);
      if (value !== undefined) return value;
      throw new InvalidInput(
        'rule',
        'The provided expression refers to an attribute that does not exist in the item',
      );
    }
    case 'if_not_exists':
      return valueAt(before, operand.path) ?? evaluateOperand(operand.otherwise, before);
    case 'list_append': {
      const first = evaluateOperand(operand.first, before);
      const second = evaluateOperand(operand.second, before);
      if (!('L' in first) || !('L' in second)) throw wrongOperandType();
      return { L: [...first.L, ...second.L] };
    }
  }
}
