// Ordered pages of the key-value table.

import type { RangePage, RangeRequest } from '../store.ts';
import { takePage } from './page.ts';
import type { PairRow, Statements } from './statements.ts';

export function readRange(statements: Statements, request: RangeRequest): RangePage {
  const { from, to, direction, limit } = request;
  const query = direction === 'forward' ? statements.forward : statements.backward;
  // One row too many tells whether there are more.
  const page = takePage(query.iterate(from, to, limit.count + 1), limit, pairBytes);
  return { entries: page.rows, more: page.more };
}

function pairBytes([key, value]: PairRow): number {
  return key.length + value.length;
}
