// What query and scan share: finding what is read, reading the page, and saying what it cost.

import type { KeyRange } from '../../model/storage-keys.ts';
import type { IndexDefinition, Scope, TableDefinition } from '../../model/table.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { Refused } from '../../write/refusal.ts';
import { readUnits } from '../capacity.ts';
import { isCurrent } from '../catalog/table-catalog.ts';
import type { DatabaseContext } from '../context.ts';
import type { CapacityUse, PageResult, QueryRequest, ScanRequest } from '../database.ts';
import type { PageExpressions } from './page-expressions.ts';
import { keptOfBaseItem, needsBaseItem } from './index-projection.ts';
import { indexSource, lastKeyOf, type PageSource, tableSource } from './page-source.ts';
import { rangeBeyond, type ReadPage, readPage } from './read-page.ts';

type Request = QueryRequest | ScanRequest;

/** The table as the store has it now, or its index. */
export async function findSource(
  context: DatabaseContext,
  scope: Scope,
  request: Request,
): Promise<PageSource> {
  return sourceOf(await currentTable(context, scope, request.table), request);
}

/** The table as the store has it now. @throws Refused */
export async function currentTable(
  { store, catalog }: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<TableDefinition> {
  for (;;) {
    const known = await catalog.ready(scope, name);
    const [stored] = await store.get([known.key]);
    if (isCurrent(known, stored)) return known.definition;
    catalog.forget(scope, name);
  }
}

function sourceOf(table: TableDefinition, { index: name, consistent }: Request): PageSource {
  if (name === undefined) return tableSource(table);
  const index = table.indexes.find((one) => one.name === name);
  if (index === undefined) throw new Refused({ kind: 'index-not-found', index: name });
  if (index.kind === 'global' && consistent) {
    const text = 'Consistent reads are not supported on global secondary indexes';
    throw new InvalidInput('rule', text);
  }
  refuseBackfilling(index);
  return indexSource(table, index);
}

/** @throws InvalidInput */
export function refuseBackfilling({ name, backfilling }: IndexDefinition): void {
  if (backfilling !== true) return;
  const text = `Cannot read from backfilling global secondary index: ${name}`;
  throw new InvalidInput('rule', text);
}

export async function pageOf(
  { store }: DatabaseContext,
  request: Request,
  plan: PageExpressions & {
    readonly source: PageSource;
    readonly range: KeyRange;
    readonly direction: 'forward' | 'backward';
    /** The store's key of ExclusiveStartKey. */
    readonly start: Uint8Array | undefined;
  },
): Promise<PageResult> {
  const { source, direction, start } = plan;
  const range = start === undefined ? plan.range : rangeBeyond(plan.range, start, direction);
  const kept = keptOfBaseItem(source, request, plan);
  const page = await readPage(store, {
    ...plan,
    range,
    ...(request.limit === undefined ? {} : { limit: request.limit }),
    ...(needsBaseItem(source, request, plan) ? { baseOf: source.table } : {}),
    ...(kept === undefined ? {} : { kept }),
    countOnly: request.select === 'COUNT',
  });
  return {
    items: page.items,
    count: page.count,
    scannedCount: page.scannedCount,
    ...(page.last === undefined ? {} : { lastKey: lastKeyOf(source, page.last) }),
    capacity: capacityOf(source, request, page),
  };
}

/** What reading a page used. */
export function capacityOf(
  { index }: PageSource,
  { table, consistent }: Pick<Request, 'table' | 'consistent'>,
  page: ReadPage,
): CapacityUse {
  const units = readUnits(page.sizeBytes, consistent);
  if (index === undefined) return { table, tableUnits: units, indexes: [] };
  const tableUnits = page.baseSizes.reduce((sum, size) => sum + readUnits(size, consistent), 0);
  return { table, tableUnits, indexes: [{ index: index.name, kind: index.kind, units }] };
}
