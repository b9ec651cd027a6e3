// DescribeTable and ListTables.

import { bytesBehind } from '../../base/bytes.ts';
import { decodeRecord } from '../../model/catalog-json.ts';
import { statisticsRange, tableKey, tablesRange } from '../../model/storage-keys.ts';
import type { IndexDefinition, Scope, TableDefinition } from '../../model/table.ts';
import { decreasesOn } from '../../model/throughput-changes.ts';
import { warmThroughputOf } from '../../model/warm-throughput.ts';
import { Refused } from '../../write/refusal.ts';
import {
  addStatistics,
  decodeStatistics,
  noStatistics,
  type Statistics,
} from '../../write/statistics.ts';
import type { DatabaseContext } from '../context.ts';
import type { CapacityView, TableStatus, TableView } from '../database.ts';
import { readAll } from '../../store/read-all.ts';
import { isGone, tableStatus } from './table-status.ts';

export async function describeTable(
  context: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<TableView> {
  const [bytes] = await context.store.get([tableKey({ ...scope, table: name })]);
  const definition = bytes === undefined ? undefined : decodeRecord<TableDefinition>(bytes);
  const { clock } = context.runtime;
  if (definition === undefined || isGone(definition, clock)) {
    throw new Refused({ kind: 'table-not-found', table: name });
  }
  return tableView(context, definition, tableStatus(definition, clock));
}

export async function tableView(
  context: DatabaseContext,
  definition: TableDefinition,
  status: TableStatus,
): Promise<TableView> {
  const now = context.runtime.clock.now();
  const counted = await statisticsOf(context, definition);
  const indexes = definition.indexes.map((index, at) => ({
    ...(counted.indexes[at] ?? noStatistics),
    capacity: capacityView(definition.billing, index, now),
  }));
  const capacity = capacityView(definition.billing, definition, now);
  return { ...counted, definition, status, capacity, indexes };
}

function capacityView(
  billing: TableDefinition['billing'],
  of: Pick<IndexDefinition, 'throughput' | 'throughputChanges' | 'warmThroughput'>,
  now: number,
): CapacityView {
  return {
    decreasesToday: decreasesOn(of.throughputChanges ?? {}, now),
    warmThroughput: warmThroughputOf(billing, of),
  };
}

async function statisticsOf(
  { store }: DatabaseContext,
  { number, indexes }: TableDefinition,
): Promise<Statistics & { readonly indexes: readonly Statistics[] }> {
  let table = noStatistics;
  const byIndex = new Map<number, Statistics>();
  for await (const [, value] of readAll(store, statisticsRange(number))) {
    const lane = decodeStatistics(value);
    table = addStatistics(table, lane.table);
    for (const [index, counted] of lane.indexes) {
      byIndex.set(index, addStatistics(byIndex.get(index) ?? noStatistics, counted));
    }
  }
  return { ...table, indexes: indexes.map((one) => byIndex.get(one.number) ?? noStatistics) };
}

/** Names in order; `more` when others follow the page. */
export async function listTables(
  { store, runtime }: DatabaseContext,
  scope: Scope,
  page: { readonly after?: string; readonly limit: number },
): Promise<{ names: string[]; more: boolean }> {
  const all = tablesRange(scope);
  // The name's end mark sorts before anything that could follow it, so this is just behind `after`.
  const from =
    page.after === undefined ? all.from : bytesBehind(tableKey({ ...scope, table: page.after }));
  const names: string[] = [];
  for await (const [, value] of readAll(store, { from, to: all.to })) {
    const definition = decodeRecord<TableDefinition>(value);
    if (isGone(definition, runtime.clock)) continue;
    if (names.length === page.limit) return { names, more: true };
    names.push(definition.name);
  }
  return { names, more: false };
}
