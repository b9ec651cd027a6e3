// Scan: a whole table or index, or one of several segments of it, in the order of the hashes.

import type { Scope } from '../../model/table.ts';
import type { DatabaseContext } from '../context.ts';
import type { PageResult, ScanRequest } from '../database.ts';
import { refuseNestedKeys } from '../../write/key-paths.ts';
import { refuseUnprojected } from './index-projection.ts';
import { bindScan, type PageExpressions } from './page-expressions.ts';
import { findSource, pageOf } from './page-result.ts';
import { type PageSource, sourceHashRange } from './page-source.ts';
import { decodeStartKey, placeOfStart, refuseOtherSegment } from './start-key.ts';

/** How many values the leading 32 bits of a hash have. */
export const hashSpace = 2 ** 32;

export async function scan(
  context: DatabaseContext,
  scope: Scope,
  request: ScanRequest,
): Promise<PageResult> {
  const expressions = bindScan(request);
  const source = await findSource(context, scope, request);
  const { index, total } = request.segment ?? { index: 0, total: 1 };
  const from = Math.floor((index * hashSpace) / total);
  const to = Math.floor(((index + 1) * hashSpace) / total);
  const range = sourceHashRange(source, from, to);
  const start = startOf(source, request, expressions);
  if (start !== undefined) refuseOtherSegment(range, start, { index, total });
  refuseNestedKeys(source.table, expressions.projection);
  refuseNestedKeys(source.table, expressions.filter);
  return pageOf(context, request, { source, range, direction: 'forward', start, ...expressions });
}

/** What the index does not hold is looked at between the two steps of the start key (dynalite's tests). */
function startOf(
  source: PageSource,
  request: ScanRequest,
  expressions: PageExpressions,
): Uint8Array | undefined {
  const key =
    request.startKey === undefined ? undefined : decodeStartKey(source, request.startKey, 'scan');
  refuseUnprojected(source, request, expressions);
  return key === undefined ? undefined : placeOfStart(source, key);
}
