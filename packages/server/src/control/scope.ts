// The name space that a control request means.

import type { Scope } from '../model/table.ts';
import { ControlError } from './control-error.ts';
import type { JsonObject } from './json-body.ts';
import { textOf } from './request-members.ts';

/** What a request means that does not say. */
export const usualScope: Scope = { account: '000000000000', region: 'us-east-1' };

/** @throws ControlError 400 */
export function scopeOf(request: JsonObject, usual: Scope): Scope {
  const account = textOf(request, 'account') ?? usual.account;
  const region = textOf(request, 'region') ?? usual.region;
  if (!/^\d{12}$/.test(account)) {
    throw new ControlError(400, `account takes the 12 digits of an account; it is ${account}.`);
  }
  return { account, region };
}
