// ConsumedCapacity, as far as a request asked for it with ReturnConsumedCapacity.

import type { CapacityUse } from '../../database/database.ts';

interface Capacity {
  readonly CapacityUnits: number;
}

export interface ConsumedCapacity extends Capacity {
  readonly TableName: string;
  readonly Table?: Capacity;
  readonly LocalSecondaryIndexes?: Readonly<Record<string, Capacity>>;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Capacity>>;
}

/** `tableName` is the name or ARN that the request used: AWS gives back the same. */
export function consumedCapacity(
  asked: string | undefined,
  use: CapacityUse,
  tableName: string,
): ConsumedCapacity | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  let units = use.tableUnits;
  for (const index of use.indexes) units += index.units;
  const total = { TableName: tableName, CapacityUnits: units };
  if (asked === 'TOTAL') return total;
  const local = capacityByIndex(use, 'local');
  const global = capacityByIndex(use, 'global');
  return {
    ...total,
    Table: { CapacityUnits: use.tableUnits },
    ...(local === undefined ? {} : { LocalSecondaryIndexes: local }),
    ...(global === undefined ? {} : { GlobalSecondaryIndexes: global }),
  };
}

/** Absent when no index of the kind was used. */
function capacityByIndex(
  use: CapacityUse,
  kind: 'local' | 'global',
): Record<string, Capacity> | undefined {
  const indexes = use.indexes.filter((index) => index.kind === kind);
  if (indexes.length === 0) return undefined;
  return Object.fromEntries(indexes.map(({ index, units }) => [index, { CapacityUnits: units }]));
}
