// What an index holds of an item, against what a query or scan asks for. A local index fetches what it
// lacks from the table; a global one refuses (Secondary indexes; dynalite's tests).

import { InvalidInput } from '../../model/invalid-input.ts';
import { projectedAttributes } from '../../write/index-entry.ts';
import type { QueryRequest, ScanRequest } from '../database.ts';
import type { PageExpressions } from './page-expressions.ts';
import type { PageSource } from './page-source.ts';

type Request = Pick<QueryRequest | ScanRequest, 'select'>;

/** @throws InvalidInput when a global index is asked for what it does not hold. */
export function refuseUnprojected(
  { table, index }: PageSource,
  request: Request,
  expressions: PageExpressions,
): void {
  if (index?.kind !== 'global' || index.projection.type === 'ALL') return;
  if (request.select === 'ALL_ATTRIBUTES') {
    throw refusal(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
  const held = projectedAttributes(table, index);
  const missing = [...mentioned(expressions)].filter((name) => held?.has(name) === false);
  if (missing.length === 0) return;
  throw refusal(`Global secondary index ${index.name} does not project [${missing.join(', ')}]`);
}

/** Whether the answer needs attributes that only the table has. */
export function needsBaseItem(
  { table, index }: PageSource,
  request: Request,
  expressions: PageExpressions,
): boolean {
  if (index?.kind !== 'local' || index.projection.type === 'ALL') return false;
  if (request.select === 'ALL_ATTRIBUTES') return true;
  const held = projectedAttributes(table, index);
  return [...mentioned(expressions)].some((name) => held?.has(name) === false);
}

/** Of the items that an index fetches for a filter alone, only what it holds is answered. */
export function keptOfBaseItem(
  source: PageSource,
  request: Request,
  expressions: PageExpressions,
): ReadonlySet<string> | undefined {
  const { table, index } = source;
  if (index === undefined || !needsBaseItem(source, request, expressions)) return undefined;
  const isWhole = request.select === 'ALL_ATTRIBUTES' || expressions.projection !== undefined;
  return isWhole ? undefined : projectedAttributes(table, index);
}

function mentioned({ filter, projection }: PageExpressions): Set<string> {
  return new Set([...(filter?.attributes ?? []), ...(projection?.attributes ?? [])]);
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
