// What query and scan share: finding the table, reading the page, and saying what it cost.

import type { Condition } from '../../expressions/condition.ts';
import type { Projection } from '../../expressions/projection.ts';
import type { KeyRange } from '../../model/storage-keys.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import { Refused } from '../../write/refusal.ts';
import { readUnits } from '../capacity.ts';
import { isCurrent } from '../catalog/table-catalog.ts';
import type { DatabaseContext } from '../context.ts';
import type { PageResult, QueryRequest, ScanRequest } from '../database.ts';
import { readPage } from './read-page.ts';
import { lastKeyOf } from './start-key.ts';

type Request = QueryRequest | ScanRequest;

/** The table as the store has it now. */
export async function tableForPage(
  { store, catalog }: DatabaseContext,
  scope: Scope,
  { table: name, index }: Request,
): Promise<TableDefinition> {
  for (;;) {
    const known = await catalog.ready(scope, name);
    if (index !== undefined) throw new Refused({ kind: 'index-not-found', index });
    const [stored] = await store.get([known.key]);
    if (isCurrent(known, stored)) return known.definition;
    catalog.forget(scope, name);
  }
}

export async function pageOf(
  { store }: DatabaseContext,
  request: Request,
  plan: {
    readonly table: TableDefinition;
    readonly range: KeyRange;
    readonly direction: 'forward' | 'backward';
    readonly filter: Condition | undefined;
    readonly projection: Projection | undefined;
  },
): Promise<PageResult> {
  const { table, range, direction, filter, projection } = plan;
  const page = await readPage(store, {
    range,
    direction,
    ...(request.limit === undefined ? {} : { limit: request.limit }),
    ...(filter === undefined ? {} : { filter }),
    ...(projection === undefined ? {} : { projection }),
    countOnly: request.select === 'COUNT',
  });
  return {
    items: page.items,
    count: page.count,
    scannedCount: page.scannedCount,
    ...(page.last === undefined ? {} : { lastKey: lastKeyOf(table.key, page.last) }),
    capacity: {
      table: request.table,
      units: readUnits(page.sizeBytes, request.consistent),
    },
  };
}
