// Scan: a whole table or index, or one of several segments of it, in the order of the hashes.

import type { Scope } from '../../model/table.ts';
import type { DatabaseContext } from '../context.ts';
import type { PageResult, ScanRequest } from '../database.ts';
import { bindScan } from './page-expressions.ts';
import { findSource, pageOf } from './page-result.ts';
import { sourceHashRange } from './page-source.ts';

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
  return pageOf(context, request, { source, range, direction: 'forward', ...expressions });
}
