// UpdateTable: one kind of change at a time, in one commit on all of the table's lanes.

import { encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { Decision, Snapshot } from '../../store/store.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import type { TableChange } from '../database.ts';
import { settledTable } from './changeable-table.ts';
import { allLanes, commitOnTable } from './commit-on-table.ts';
import { withIndexChanges } from './index-changes.ts';
import { checkChange } from './settings/change-rules.ts';
import { changedEncryption } from './settings/encryption.ts';
import { changedLimits } from './settings/on-demand-limits.ts';
import { checkIndexThroughputs, withBilling, withWarmthKept } from './settings/throughput.ts';
import { raisedWarmThroughput } from './settings/warm-throughput.ts';
import {
  closeStream,
  lastLabelKey,
  openStream,
  openStreamKeys,
  type StreamChange,
} from './stream-lifecycle.ts';
import type { KnownTable } from './table-catalog.ts';

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

function decideChange(
  context: DatabaseContext,
  table: KnownTable,
  { change, snapshot }: { readonly change: TableChange; readonly snapshot: Snapshot },
): Decision<Outcome> {
  const now = context.runtime.clock.now();
  const settled = withSettings(context, table.definition, change);
  const indexed = withIndexChanges(settled, change, now);
  checkIndexThroughputs(indexed.definition);
  const warm = withWarmthKept(table.definition, indexed.definition);
  const streamed = withStream(context, warm, { change, snapshot });
  if ('kind' in streamed) return { result: streamed };
  const { transitionMs } = context.options;
  const until = now + transitionMs;
  const definition: TableDefinition = {
    ...streamed.definition,
    ...(transitionMs === 0 ? {} : { transition: { status: 'UPDATING', until } }),
  };
  return {
    puts: [[table.key, encodeRecord(definition)], ...indexed.puts, ...streamed.puts],
    appends: streamed.appends ?? [],
    result: { kind: 'changed', definition },
  };
}

function withSettings(
  { runtime }: DatabaseContext,
  definition: TableDefinition,
  change: TableChange,
): TableDefinition {
  const { tableClass, deletionProtection, onDemandLimits, warmThroughput, encryption } = change;
  const now = runtime.clock.now();
  let changed = withTableClass(withBilling(definition, change, now), tableClass, now);
  if (deletionProtection !== undefined) changed = { ...changed, deletionProtection };
  if (onDemandLimits !== undefined) {
    const { onDemandLimits: current, ...rest } = changed;
    const limits = changedLimits(current, onDemandLimits, rest);
    changed = limits === undefined ? rest : { ...rest, onDemandLimits: limits };
  }
  if (warmThroughput !== undefined) {
    changed = { ...changed, warmThroughput: raisedWarmThroughput(warmThroughput, changed) };
  }
  if (encryption !== undefined) {
    const { encryption: current, ...rest } = changed;
    const key = changedEncryption(current, encryption, { scope: definition, runtime });
    changed = key === undefined ? rest : { ...rest, encryption: key };
  }
  return changed;
}

function withTableClass(
  definition: TableDefinition,
  tableClass: string | undefined,
  now: number,
): TableDefinition {
  const { tableClass: current = 'STANDARD' } = definition;
  return tableClass === undefined || tableClass === current
    ? definition
    : { ...definition, tableClass, tableClassChangedAt: now };
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
    if (stream.viewType === undefined) {
      throw viewTypeRule('If stream is being enabled then UpdateViewType is required');
    }
    return openStream(context, definition, {
      viewType: stream.viewType,
      now: context.runtime.clock.now(),
      lastLabel,
      head,
    });
  }
  if (stream.viewType !== undefined) {
    throw viewTypeRule('If stream is being disabled, then UpdateViewType must not be specified');
  }
  if (definition.stream === undefined) {
    return { kind: 'stream-not-enabled', table: definition.name };
  }
  return closeStream(context, definition, { values, head });
}

function viewTypeRule(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
