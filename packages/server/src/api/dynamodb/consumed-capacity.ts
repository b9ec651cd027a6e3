// ConsumedCapacity, as far as a request asked for it with ReturnConsumedCapacity.

import type { CapacityUse } from '../../database/database.ts';

export interface ConsumedCapacity {
  readonly TableName: string;
  readonly CapacityUnits: number;
  readonly Table?: { readonly CapacityUnits: number };
}

/** `tableName` is the name or ARN that the request used: AWS gives back the same. */
export function consumedCapacity(
  asked: string | undefined,
  use: CapacityUse,
  tableName: string,
): ConsumedCapacity | undefined {
  switch (asked) {
    case 'TOTAL':
      return { TableName: tableName, CapacityUnits: use.units };
    case 'INDEXES':
      return {
        TableName: tableName,
        CapacityUnits: use.units,
        Table: { CapacityUnits: use.units },
      };
    default:
      return undefined;
  }
}
