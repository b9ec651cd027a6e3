// TransactItems: what the two transactions share.

import type { Scope } from '../../model/table.ts';
import { tableNameOf } from '../validation/table-name.ts';
import type { SentTableNames } from './consumed-capacity.ts';

/** Actions of one transaction (Service quotas). */
export const MAX_ACTIONS = 100;

/** What the request called each table first. */
export function sentTableNames(scope: Scope, namesOrArns: readonly string[]): SentTableNames {
  const sent = new Map<string, string>();
  for (const nameOrArn of namesOrArns) {
    const name = tableNameOf(scope, nameOrArn);
    if (!sent.has(name)) sent.set(name, nameOrArn);
  }
  return sent;
}
