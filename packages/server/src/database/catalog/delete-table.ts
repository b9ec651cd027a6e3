// DeleteTable: the definition goes and the stream closes in one commit; the items, which nothing can
// reach any more, are removed in the background (see `sweeper.ts`).

import { encodeRecord } from '../../model/catalog-json.ts';
import { garbageKey } from '../../model/storage-keys.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { Decision } from '../../store/store.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import { settledTable } from './change-table.ts';
import { allLanes, commitOnTable } from './commit-on-table.ts';
import { closeStream, openStreamKeys } from './stream-lifecycle.ts';
import type { KnownTable } from './table-catalog.ts';

type Outcome = { readonly kind: 'deleted'; readonly definition: TableDefinition } | Refusal;

export async function deleteTable(
  context: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<TableDefinition> {
  const { store, catalog } = context;
  const find = async (): Promise<KnownTable> => settledTable(context, scope, name);
  const outcome = await commitOnTable<Outcome>(store, catalog, { scope, name, find }, (table) => ({
    lanes: allLanes(table),
    reads: openStreamKeys(table.definition),
    decide({ values, head }): Decision<Outcome> {
      const { definition } = table;
      if (definition.deletionProtection) {
        return { result: { kind: 'deletion-protected', table: definition.name } };
      }
      const closed = closeStream(context, definition, { values, head });
      return deletion(context, table, closed);
    },
  }));
  catalog.forget(scope, name);
  if (outcome.kind !== 'deleted') throw new Refused(outcome);
  return outcome.definition;
}

function deletion(
  { runtime, options }: DatabaseContext,
  table: KnownTable,
  closed: ReturnType<typeof closeStream>,
): Decision<Outcome> {
  const garbage = garbageKey(table.definition.number);
  const result = { kind: 'deleted', definition: table.definition } as const;
  const until = runtime.clock.now() + options.transitionMs;
  if (options.transitionMs === 0) {
    return {
      puts: [...closed.puts, [garbage, encodeRecord({ since: until })]],
      deletes: [table.key],
      result,
    };
  }
  const deleting: TableDefinition = {
    ...closed.definition,
    transition: { status: 'DELETING', until },
  };
  return {
    puts: [
      ...closed.puts,
      [garbage, encodeRecord({ since: until })],
      [table.key, encodeRecord(deleting)],
    ],
    result,
  };
}
