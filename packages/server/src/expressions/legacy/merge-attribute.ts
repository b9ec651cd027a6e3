// The actions ADD and DELETE of AttributeUpdates on the value that is there, if any. Unlike those of an
// update expression they know lists, and word a mismatch in their own way (dynalite's tests).

import type { AttributeValue } from '../../model/attribute-value.ts';
import { typeOf } from '../../model/attribute-value.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { addToValue, deleteFromValue } from '../add-and-delete.ts';

/**
 * `operand` is a number, a set or a list, which is appended. Throws InvalidInput `rule` when what is
 * there has another type or the sum cannot be stored.
 */
export function addToAttribute(
  value: AttributeValue | undefined,
  operand: AttributeValue,
): AttributeValue {
  checkSameType(value, operand);
  if (value !== undefined && 'L' in value && 'L' in operand)
    return { L: [...value.L, ...operand.L] };
  return addToValue(value, operand);
}

/** `operand` is a set. Throws InvalidInput `rule` when what is there has another type. */
export function deleteFromAttribute(
  value: AttributeValue | undefined,
  operand: AttributeValue,
): AttributeValue | undefined {
  checkSameType(value, operand);
  return deleteFromValue(value, operand);
}

function checkSameType(value: AttributeValue | undefined, operand: AttributeValue): void {
  if (value === undefined || typeOf(value) === typeOf(operand)) return;
  throw new InvalidInput('rule', 'Type mismatch for attribute to update');
}
