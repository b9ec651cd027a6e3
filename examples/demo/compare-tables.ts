// Compares two tables item by item.

import { isDeepStrictEqual } from 'node:util';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Item } from './movies.ts';

export interface Place {
  readonly client: DynamoDBClient;
  readonly table: string;
}

export interface Comparison {
  readonly counts: readonly [number, number];
  /** One sentence an item that is not the same in both. */
  readonly differences: readonly string[];
}

export async function compareTables(first: Place, second: Place): Promise<Comparison> {
  const [a, b] = await Promise.all([itemsById(first), itemsById(second)]);
  const differences = [
    ...[...a].flatMap(([id, item]) => {
      const other = b.get(id);
      if (other === undefined) return [`${id} is missing from ${second.table}`];
      return differentAttributes(item, other).map((name) => `${id} differs in "${name}"`);
    }),
    ...[...b.keys()].filter((id) => !a.has(id)).map((id) => `${id} is only in ${second.table}`),
  ];
  return { counts: [a.size, b.size], differences };
}

function differentAttributes(a: Item, b: Item): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => !isDeepStrictEqual(a[name], b[name]));
}

async function itemsById({ client, table }: Place): Promise<Map<string, Item>> {
  const items = new Map<string, Item>();
  const scan = paginateScan({ client }, { TableName: table, ConsistentRead: true });
  for await (const { Items = [] } of scan) {
    for (const item of Items) items.set(item['id']?.S ?? '', item);
  }
  return items;
}
