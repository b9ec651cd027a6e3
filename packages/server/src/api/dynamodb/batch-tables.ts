// RequestItems of the batch operations: a map whose keys name tables, by name or by ARN.

import type { CapacityUse } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope } from '../../model/table.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { consumedCapacity, type ConsumedCapacity } from './consumed-capacity.ts';

/** One table of a request. */
export interface TableRequest<Asked> {
  /** What the request called it: answers use the same name or ARN. */
  readonly nameOrArn: string;
  readonly asked: Asked;
}

/** The tables of a request by their names. */
export type TableRequests<Asked> = ReadonlyMap<string, TableRequest<Asked>>;

export function tableRequests<Asked>(
  scope: Scope,
  requestItems: Readonly<Record<string, Asked>>,
): TableRequests<Asked> {
  const requests = new Map<string, TableRequest<Asked>>();
  for (const [nameOrArn, asked] of Object.entries(requestItems)) {
    const table = tableNameOf(scope, nameOrArn);
    if (requests.has(table)) {
      throw new InvalidInput(
        'rule',
        `One or more parameter values were invalid: RequestItems names the table ${table} twice`,
      );
    }
    requests.set(table, { nameOrArn, asked });
  }
  return requests;
}

export function checkNotEmpty(requestItems: object, operation: string): void {
  if (Object.keys(requestItems).length === 0) {
    throw new InvalidInput('rule', `The requestItems parameter is required for ${operation}`);
  }
}

/** One entry a table; undefined when no capacity was asked for. */
export function batchCapacity(
  asked: string | undefined,
  uses: readonly CapacityUse[],
  requests: TableRequests<unknown>,
): ConsumedCapacity[] | undefined {
  if (asked === undefined || asked === 'NONE') return undefined;
  return uses.flatMap(
    (use) => consumedCapacity(asked, use, requests.get(use.table)?.nameOrArn ?? use.table) ?? [],
  );
}
