// ItemCollectionMetrics, as far as a request asked for it with ReturnItemCollectionMetrics.

import type { CollectionSize, Database } from '../../database/database.ts';
import type { Scope } from '../../model/table.ts';

export interface CollectionMetrics {
  readonly ItemCollectionKey: unknown;
  /** Lower and upper bound of the size, in whole GB. */
  readonly SizeEstimateRangeGB: readonly [number, number];
}

const GIGABYTE_BYTES = 2 ** 30;

/** Of the collection that an item or key, as sent, belongs to; absent where there are none. */
export async function collectionMetrics(
  asked: string | undefined,
  { scope, database }: { readonly scope: Scope; readonly database: Database },
  written: { readonly table: string; readonly raw: unknown },
): Promise<CollectionMetrics | undefined> {
  if (asked !== 'SIZE') return undefined;
  const size = await database.collectionSize(scope, written);
  return size === undefined ? undefined : metricsOf(size);
}

/** As `collectionMetrics`, of all writes of a batch or transaction: a list for each table's name. */
export async function collectionMetricsByTable(
  asked: string | undefined,
  services: { readonly scope: Scope; readonly database: Database },
  written: readonly {
    readonly nameOrArn: string;
    readonly table: string;
    readonly raw: unknown;
  }[],
): Promise<Record<string, CollectionMetrics[]> | undefined> {
  if (asked !== 'SIZE') return undefined;
  const byTable = new Map<string, Map<string, CollectionMetrics>>();
  for (const { nameOrArn, table, raw } of written) {
    const size = await services.database.collectionSize(services.scope, { table, raw });
    if (size === undefined) continue;
    const collections = byTable.get(nameOrArn) ?? new Map<string, CollectionMetrics>();
    collections.set(Buffer.from(size.key).toString(), metricsOf(size));
    byTable.set(nameOrArn, collections);
  }
  return Object.fromEntries(
    [...byTable].map(([nameOrArn, collections]) => [nameOrArn, [...collections.values()]]),
  );
}

function metricsOf({ key, sizeBytes }: CollectionSize): CollectionMetrics {
  const whole = Math.floor(sizeBytes / GIGABYTE_BYTES);
  return {
    ItemCollectionKey: JSON.parse(Buffer.from(key).toString('utf8')) as unknown,
    SizeEstimateRangeGB: [whole, whole + 1],
  };
}
