// A SELECT, page by page.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope } from '../../model/table.ts';
import type { BoundSelect } from '../../partiql/bind-statement.ts';
import { sumOfCapacity } from '../capacity.ts';
import type { DatabaseContext } from '../context.ts';
import type { CapacityUse, ItemJson, StatementResult } from '../database.ts';
import type { StatementRequest } from './statement-requests.ts';
import { needsBaseItem, refuseUnprojected } from '../pages/index-projection.ts';
import { capacityOf } from '../pages/page-result.ts';
import { lastKeyOf } from '../pages/page-source.ts';
import { pageLimitBytes, rangeBeyond, readPage } from '../pages/read-page.ts';
import { decodeStartKey, placeOfStart, refuseOutside } from '../pages/start-key.ts';
import { invalidToken, pageToken, type Resumption, resumptionOf } from './page-token.ts';
import { conditionOf } from './prepare-statement.ts';
import { type RangeRead, selectPlan, type SelectPlan } from './select-plan.ts';
import { type StatementSource, statementSource } from './statement-source.ts';

export async function runSelect(
  context: DatabaseContext,
  scope: Scope,
  { request, select }: { readonly request: StatementRequest; readonly select: BoundSelect },
): Promise<StatementResult> {
  const { nextToken, consistent } = request;
  const start = nextToken === undefined ? undefined : resumptionOf(request, nextToken);
  const from = await statementSource(context, scope, { ...select, consistent });
  const expressions = { filter: undefined, projection: select.projection };
  refuseUnprojected(from.source, {}, expressions);
  const plan = selectPlan(from, select);
  const reads = readsFrom(from, plan, start);
  const baseOf = needsBaseItem(from.source, {}, expressions) ? from.source.table : undefined;
  const items: ItemJson[] = [];
  const uses: CapacityUse[] = [];
  let room = { count: request.limit ?? Number.MAX_SAFE_INTEGER, bytes: pageLimitBytes };
  for (const { number, range, filter } of reads) {
    const page = await readPage(context.store, {
      range,
      direction: plan.direction,
      limit: room.count,
      limitBytes: room.bytes,
      filter: filter === undefined ? undefined : conditionOf(filter),
      projection: select.projection,
      ...(baseOf === undefined ? {} : { baseOf }),
      countOnly: false,
    });
    for (const item of page.items) items.push(item);
    uses.push(capacityOf(from.source, { table: select.table, consistent }, page));
    if (page.last !== undefined) {
      const lastKey = lastKeyOf(from.source, page.last);
      const token = pageToken(request, { read: number, lastKey });
      return { items, nextToken: token, lastKey, capacity: sumOfCapacity(select.table, uses) };
    }
    room = { count: room.count - page.scannedCount, bytes: room.bytes - page.sizeBytes };
  }
  return { items, capacity: sumOfCapacity(select.table, uses) };
}

/** The reads that are left, with their numbers; the first one begins where the last page ended. */
function readsFrom(
  { source }: StatementSource,
  { reads, direction }: SelectPlan,
  start: Resumption | undefined,
): readonly (RangeRead & { readonly number: number })[] {
  const numbered = reads.map((read, number) => ({ ...read, number }));
  if (start === undefined) return numbered;
  const [first, ...others] = numbered.slice(start.read);
  if (first === undefined) throw invalidToken();
  const range = rangeBeyond(first.range, startIn(source, start, first), direction);
  return [{ ...first, range }, ...others];
}

/** @throws InvalidInput when the key is none of the table's, or not one of the read's */
function startIn(
  source: StatementSource['source'],
  { key }: Resumption,
  { range }: RangeRead,
): Uint8Array {
  try {
    const start = placeOfStart(source, decodeStartKey(source, key, 'query'));
    refuseOutside(range, start);
    return start;
  } catch (error) {
    if (error instanceof InvalidInput) throw invalidToken();
    throw error;
  }
}
