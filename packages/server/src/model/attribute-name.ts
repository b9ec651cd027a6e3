// What may be the name of an attribute.

import { utf8Length } from '../base/bytes.ts';
import { InvalidInput } from './invalid-input.ts';
import { MAX_ATTRIBUTE_NAME_BYTES } from './limits.ts';

/** Throws InvalidInput: `rule` when the name is empty, `value` when it is too large. */
export function checkAttributeName(name: string): void {
  if (name === '') throw new InvalidInput('rule', 'Empty attribute name');
  checkNameSize(name);
}

/** Throws InvalidInput `value` when the name is too large (observed on AWS, September 2026). */
export function checkNameSize(name: string): void {
  // No name of so few UTF-16 units can be too long in UTF-8.
  if (name.length * 3 <= MAX_ATTRIBUTE_NAME_BYTES) return;
  if (utf8Length(name) <= MAX_ATTRIBUTE_NAME_BYTES) return;
  throw new InvalidInput('value', 'Attribute name is too large, must be less than 65536 bytes');
}
