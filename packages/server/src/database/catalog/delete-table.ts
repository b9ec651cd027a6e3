// DeleteTable: the definition goes and the stream closes in one commit; the items, which nothing can
// reach any more, are removed in the background (see `sweeper.ts`), or become a backup when the table had
// point-in-time recovery.

import { encodeRecord } from '../../model/catalog-json.ts';
import { garbageKey } from '../../model/storage-keys.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { Decision, Snapshot } from '../../store/store.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import { statisticsKeys } from '../backups/snapshot.ts';
import { systemBackup } from '../backups/system-backup.ts';
import type { DatabaseContext } from '../context.ts';
import { settledTable } from './changeable-table.ts';
import { retiredLane } from '../retention/retired-lanes.ts';
import { allLanes, commitOnTable } from './commit-on-table.ts';
import { closeStream, openStreamKeys } from './stream-lifecycle.ts';
import type { KnownTable } from './table-catalog.ts';
import { lastNumberKey, placesUsed } from './table-numbers.ts';

type Outcome = { readonly kind: 'deleted'; readonly definition: TableDefinition } | Refusal;

export async function deleteTable(
  context: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<TableDefinition> {
  const { store, catalog } = context;
  const find = async (): Promise<KnownTable> => settledTable(context, scope, name);
  const random = context.runtime.randomBytes(4);
  const outcome = await commitOnTable<Outcome>(store, catalog, { scope, name, find }, (table) => ({
    lanes: allLanes(table),
    reads: [
      lastNumberKey,
      ...openStreamKeys(table.definition),
      ...statisticsKeys(table.definition),
    ],
    decide({ values: [last, ...values], head }): Decision<Outcome> {
      const { definition } = table;
      if (definition.copying !== undefined) {
        return { result: { kind: 'table-backed-up', table: definition.name } };
      }
      if (definition.indexes.some(({ backfilling }) => backfilling === true)) {
        return { result: { kind: 'table-indexes-filling' } };
      }
      if (definition.deletionProtection) {
        return { result: { kind: 'deletion-protected', table: definition.name } };
      }
      const closed = closeStream(context, definition, { values, head });
      const counted = values.slice(openStreamKeys(definition).length);
      const used = placesUsed(last, closed.definition.partitions, head);
      return deletion(context, table, { closed, counted, used, random });
    },
  }));
  catalog.forget(scope, name);
  if (outcome.kind !== 'deleted') throw new Refused(outcome);
  return outcome.definition;
}

function deletion(
  { runtime, options }: DatabaseContext,
  { key, definition }: KnownTable,
  parts: {
    readonly closed: ReturnType<typeof closeStream>;
    readonly counted: Snapshot['values'];
    readonly used: ReturnType<typeof placesUsed>;
    readonly random: Uint8Array;
  },
): Decision<Outcome> {
  const { closed, counted, used, random } = parts;
  const time = runtime.clock.now();
  const until = time + options.transitionMs;
  const remains: NonNullable<Decision<unknown>['puts']> =
    definition.recovery === undefined
      ? [[garbageKey(definition.number), encodeRecord({ since: until })]]
      : systemBackup(definition, { time, random, counted });
  const lanes = definition.partitions.map(({ lane }) =>
    retiredLane(definition, { lane, at: time }),
  );
  const puts = [...closed.puts, ...remains, ...lanes, ...used];
  const { appends = [] } = closed;
  const result = { kind: 'deleted', definition } as const;
  if (options.transitionMs === 0) return { puts, deletes: [key], appends, result };
  const deleting: TableDefinition = {
    ...closed.definition,
    transition: { status: 'DELETING', until },
  };
  return { puts: [...puts, [key, encodeRecord(deleting)]], appends, result };
}
