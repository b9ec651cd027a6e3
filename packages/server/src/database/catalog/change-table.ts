// UpdateTable: one kind of change at a time, in one commit on all of the table's lanes.

import { encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { Decision, Snapshot } from '../../store/store.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import type { TableChange } from '../database.ts';
import { allLanes, commitOnTable } from './commit-on-table.ts';
import { withIndexChanges } from './index-changes.ts';
import { billingOf, requiredViewType } from './new-table.ts';
import {
  closeStream,
  lastLabelKey,
  openStream,
  openStreamKeys,
  type StreamChange,
} from './stream-lifecycle.ts';
import type { KnownTable } from './table-catalog.ts';
import { tableStatus } from './table-status.ts';

type Outcome = { readonly kind: 'changed'; readonly definition: TableDefinition } | Refusal;

export async function changeTable(
  context: DatabaseContext,
  scope: Scope,
  { name, change }: { readonly name: string; readonly change: TableChange },
): Promise<TableDefinition> {
  checkChange(change);
  const { store, catalog } = context;
  const find = async (): Promise<KnownTable> => settledTable(context, scope, name);
  const outcome = await commitOnTable<Outcome>(store, catalog, { scope, name, find }, (table) => ({
    lanes: allLanes(table),
    reads: [lastLabelKey, ...openStreamKeys(table.definition)],
    decide: (snapshot) => decideChange(context, table, { change, snapshot }),
  }));
  catalog.forget(scope, name);
  if (outcome.kind !== 'changed') throw new Refused(outcome);
  return outcome.definition;
}

/** The table for a change of itself; one that is in transition refuses it. */
export async function settledTable(
  { catalog, runtime }: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<KnownTable> {
  const table = await catalog.find(scope, name);
  if (table === undefined) throw new Refused({ kind: 'table-not-found', table: name });
  const status = tableStatus(table.definition, runtime.clock);
  if (status !== 'ACTIVE') throw new Refused({ kind: 'table-busy', table: name, status });
  return table;
}

function checkChange(change: TableChange): void {
  if (Object.keys(change).length === 0) {
    const text =
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required';
    throw new InvalidInput('rule', text);
  }
}

function decideChange(
  context: DatabaseContext,
  table: KnownTable,
  { change, snapshot }: { readonly change: TableChange; readonly snapshot: Snapshot },
): Decision<Outcome> {
  const settled = withSettings(table.definition, change);
  const indexed = withIndexChanges(settled, change);
  const streamed = withStream(context, indexed.definition, { change, snapshot });
  if ('kind' in streamed) return { result: streamed };
  const { transitionMs } = context.options;
  const until = context.runtime.clock.now() + transitionMs;
  const definition: TableDefinition = {
    ...streamed.definition,
    ...(transitionMs === 0 ? {} : { transition: { status: 'UPDATING', until } }),
  };
  return {
    puts: [[table.key, encodeRecord(definition)], ...indexed.puts, ...streamed.puts],
    result: { kind: 'changed', definition },
  };
}

function withSettings(definition: TableDefinition, change: TableChange): TableDefinition {
  const { billing, throughput, tableClass, deletionProtection } = change;
  const asked = {
    billing: billing ?? definition.billing,
    ...(throughput === undefined ? {} : { throughput }),
  };
  const rebilled = billing !== undefined || throughput !== undefined ? billingOf(asked) : {};
  return {
    ...definition,
    ...rebilled,
    ...(tableClass === undefined ? {} : { tableClass }),
    ...(deletionProtection === undefined ? {} : { deletionProtection }),
  };
}

function withStream(
  context: DatabaseContext,
  definition: TableDefinition,
  { change: { stream }, snapshot }: { readonly change: TableChange; readonly snapshot: Snapshot },
): StreamChange | Refusal {
  if (stream === undefined) return { definition, puts: [] };
  const [lastLabel, ...values] = snapshot.values;
  const head = (lane: string): number => snapshot.head(lane);
  if (stream.enabled) {
    if (definition.stream !== undefined) return { kind: 'stream-enabled', table: definition.name };
    return openStream(context, definition, {
      viewType: requiredViewType(stream),
      lastLabel,
      head,
    });
  }
  if (definition.stream === undefined) {
    return { kind: 'stream-not-enabled', table: definition.name };
  }
  return closeStream(context, definition, { values, head });
}
