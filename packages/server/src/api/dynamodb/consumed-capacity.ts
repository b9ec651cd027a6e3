// ConsumedCapacity, as far as a request asked for it with ReturnConsumedCapacity.

import type { CapacityUse } from '../../database/database.ts';

interface Capacity {
  readonly CapacityUnits: number;
  /** One of these two says the same again, of transactions alone (observed on AWS). */
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
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

/** Which kind of units a transaction used. */
type UnitsMember = 'ReadCapacityUnits' | 'WriteCapacityUnits';

/** Of a transaction: one entry a table; undefined when no capacity was asked for. */
export function transactionCapacity(
  asked: string | undefined,
  uses: readonly CapacityUse[],
  { member, namesSent }: { readonly member: UnitsMember; readonly namesSent: SentTableNames },
): ConsumedCapacity[] | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  return uses.flatMap((use) => {
    const capacity = consumedCapacity(asked, use, namesSent.get(use.table) ?? use.table);
    return capacity === undefined ? [] : [withMember(capacity, member)];
  });
}

/** What a request called each of its tables: its name or its ARN. */
export type SentTableNames = ReadonlyMap<string, string>;

function withMember(capacity: ConsumedCapacity, member: UnitsMember): ConsumedCapacity {
  const named = <T extends Capacity>(one: T): T => ({ ...one, [member]: one.CapacityUnits });
  const all = (indexes: Readonly<Record<string, Capacity>>) =>
    Object.fromEntries(Object.entries(indexes).map(([name, one]) => [name, named(one)]));
  const { Table: table, LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global } = capacity;
  return {
    ...named(capacity),
    ...(table === undefined ? {} : { Table: named(table) }),
    ...(local === undefined ? {} : { LocalSecondaryIndexes: all(local) }),
    ...(global === undefined ? {} : { GlobalSecondaryIndexes: all(global) }),
  };
}
