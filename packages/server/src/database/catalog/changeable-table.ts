// Looks a table up for a change of what stands beside its definition proper: time to live and tags.

import type { Scope } from '../../model/table.ts';
import { Refused } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import type { KnownTable } from './table-catalog.ts';
import { tableStatus } from './table-status.ts';

/**
 * AWS takes such a change while the table is UPDATING, but neither before it is there nor when it goes
 * (observed on AWS). Rejects with Refused.
 */
export async function changeableTable(
  { catalog, runtime }: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<KnownTable> {
  const table = await catalog.find(scope, name);
  if (table === undefined) throw new Refused({ kind: 'table-not-found', table: name });
  const status = tableStatus(table.definition, runtime.clock);
  if (status === 'CREATING' || status === 'DELETING') {
    throw new Refused({ kind: 'table-busy', table: name, status });
  }
  return table;
}
