// Refuses members of a request that Headwater does not act on yet, by name: a member that is silently
// ignored would make a client believe that it worked.

import { validationError } from '../errors.ts';
import type { Operation } from '../operation.ts';

/** Throws WireError when the input has one of the operation's `unsupported` members. */
export function refuseUnsupportedMembers(
  operation: Pick<Operation, 'name' | 'unsupported'>,
  input: object,
): void {
  if (operation.unsupported === undefined) return;
  for (const path of operation.unsupported) {
    if (isPresent(input, path.split('.'))) {
      throw validationError(
        `Headwater does not support the parameter ${path.replace('.*', '')} of ${operation.name} yet`,
      );
    }
  }
}

function isPresent(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return value !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  if (name === '*') return Object.values(value).some((inner) => isPresent(inner, rest));
  return isPresent((value as Record<string, unknown>)[name], rest);
}
