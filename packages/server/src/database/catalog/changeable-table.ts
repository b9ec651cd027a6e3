// Looks a table up for a change of it; what its status forbids is refused.

import type { Scope } from '../../model/table.ts';
import { Refused } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import type { TableStatus } from '../database.ts';
import type { KnownTable } from './table-catalog.ts';
import { tableStatus } from './table-status.ts';

/** The table for a change of itself; one that is in any transition refuses it. Rejects with Refused. */
export async function settledTable(
  context: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<KnownTable> {
  return tableUnless(context, { scope, name, busy: ['CREATING', 'UPDATING', 'DELETING'] });
}

/**
 * The table for a change of what stands beside its definition proper, such as time to live, tags and
 * backups. AWS takes it while the table is UPDATING, but neither before it is there nor when it goes
 * (observed on AWS). Rejects with Refused.
 */
export async function changeableTable(
  context: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<KnownTable> {
  return tableUnless(context, { scope, name, busy: ['CREATING', 'DELETING'] });
}

async function tableUnless(
  { catalog, runtime }: DatabaseContext,
  asked: { readonly scope: Scope; readonly name: string; readonly busy: readonly TableStatus[] },
): Promise<KnownTable> {
  const { scope, name, busy } = asked;
  const table = await catalog.find(scope, name);
  if (table === undefined) throw new Refused({ kind: 'table-not-found', table: name });
  const status = tableStatus(table.definition, runtime.clock);
  if (busy.includes(status)) throw new Refused({ kind: 'table-busy', table: name, status });
  return table;
}
