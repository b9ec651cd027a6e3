// Pages of a lane, and how much of one trim to do at a time.

import type { LogPage } from '../store.ts';
import type { Lane } from './lanes.ts';
import { takePage, type PageLimit } from './page.ts';
import type { EntryRow, Statements } from './statements.ts';
import type { TrimStep } from './transaction.ts';

// Removing an entry walks all of its pages, so a trim is bounded in bytes too.
const TRIM_LIMIT: PageLimit = { count: 1000, bytes: 1024 * 1024 };

export function readLane(
  statements: Statements,
  lane: Lane,
  options: { readonly after: number; readonly limit: PageLimit },
): LogPage {
  const { after, limit } = options;
  const { number, durable: head, trimmed } = lane;
  if (after >= head) return { entries: [], head, trimmed };
  const rows = statements.entries.iterate(number, Math.max(after, 0), head, limit.count);
  const page = takePage(rows, limit, entryBytes);
  return { entries: page.rows.map(([position, entry]) => ({ position, entry })), head, trimmed };
}

/**
 * One bounded step of a trim; undefined when nothing is left to do. What is not durable yet stays:
 * readers have not seen it, so it is not part of all that there is.
 */
export function nextTrim(
  statements: Statements,
  lane: Lane,
  request: { readonly upTo: number; readonly maxEntries: number },
): TrimStep | undefined {
  const last = Math.min(request.upTo, lane.durable);
  const count = Math.min(request.maxEntries, TRIM_LIMIT.count);
  if (last <= lane.trimmed || count < 1) return undefined;
  const rows = statements.entrySizes.iterate(lane.number, lane.trimmed, last);
  const sizes = takePage(rows, { ...TRIM_LIMIT, count }, ([bytes]) => bytes).rows;
  const bytes = sizes.reduce((sum, [size]) => sum + size, 0);
  return { upTo: lane.trimmed + sizes.length, bytes };
}

function entryBytes([, entry]: EntryRow): number {
  return entry.length;
}
