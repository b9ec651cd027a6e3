// Reading what a control request says, member by member, so that a slip of the pen is told and not
// passed over.

import { ControlError } from './control-error.ts';
import type { JsonObject } from './json-body.ts';

/** @throws ControlError 400 when there is a member that is not among those that are known. */
export function checkMembers(request: JsonObject, known: readonly string[], what: string): void {
  const unknown = Object.keys(request).find((member) => !known.includes(member));
  if (unknown === undefined) return;
  throw new ControlError(400, `${what} has no ${unknown}. It takes ${known.join(', ')}.`);
}

/** Undefined when it is absent. @throws ControlError 400 when it is no text, or empty. */
export function textOf(request: JsonObject, member: string): string | undefined {
  const value = Object.hasOwn(request, member) ? request[member] : undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlError(400, `${member} takes a text; it is ${JSON.stringify(value)}.`);
}

/** @throws ControlError 400 when it is absent too. */
export function requiredTextOf(request: JsonObject, member: string): string {
  const value = textOf(request, member);
  if (value === undefined) throw new ControlError(400, `${member} is missing.`);
  return value;
}

/** Undefined when it is absent. @throws ControlError 400 when it is no whole number from the least to the most */
export function numberOf(
  request: JsonObject,
  member: string,
  [least, most]: readonly [number, number],
): number | undefined {
  const value = request[member];
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) {
    return value as number;
  }
  throw new ControlError(400, `${member} takes a whole number from ${least} to ${most}.`);
}

/** Undefined when it is absent. @throws ControlError 400 when it is neither true nor false */
export function booleanOf(request: JsonObject, member: string): boolean | undefined {
  const value = request[member];
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ControlError(400, `${member} takes true or false; it is ${JSON.stringify(value)}.`);
}
