// A table of many item collections: items of about 200 bytes in DynamoDB's count, 100 sort keys to each
// partition key, and the requests that read it. Item 12345 has the keys 123 and 45.

import { requestBytes } from './aws-request.ts';
import type { Field } from './load.ts';
import type { Workload } from './workloads.ts';

export const COLLECTION_ITEMS = 100;

const NAME = 'bench-large';
const PADDING_BYTES = 126;

export const largeTable = {
  name: NAME,
  keySchema: [
    { name: 'customer', role: 'HASH' },
    { name: 'order', role: 'RANGE' },
  ],
  attributes: [
    { name: 'customer', type: 'S' },
    { name: 'order', type: 'S' },
  ],
  billing: 'PAY_PER_REQUEST',
} as const;

export function largeItem(item: number): Record<string, object> {
  return {
    ...largeKey(item),
    status: { S: 'shipped' },
    total: { N: '1249.95' },
    paid: { BOOL: true },
    note: { S: 'x'.repeat(PADDING_BYTES) },
  };
}

/** The `index`-th item to be written: each collection gets its first item, then each its second. */
export function itemInTurn(index: number, itemCount: number): number {
  const collections = itemCount / COLLECTION_ITEMS;
  return (index % collections) * COLLECTION_ITEMS + Math.floor(index / collections);
}

export type LargeRead = 'Query' | 'GetItem';

/** Reads of collections or items in a scattered order. */
export function largeRead(
  name: LargeRead,
  itemCount: number,
): Pick<Workload, 'requests' | 'fields'> {
  const request = requestBytes(`DynamoDB_20120810.${name}`, INPUTS[name]);
  const customer = fieldOf(request, customerOf(0), { itemCount, divisor: COLLECTION_ITEMS });
  if (name === 'Query') return { requests: [request], fields: [customer] };
  const order = fieldOf(request, orderOf(0), { itemCount, divisor: 1 });
  return { requests: [request], fields: [customer, order] };
}

const INPUTS: Readonly<Record<LargeRead, object>> = {
  Query: {
    TableName: NAME,
    KeyConditionExpression: 'customer = :customer',
    ExpressionAttributeValues: { ':customer': { S: customerOf(0) } },
  },
  GetItem: { TableName: NAME, Key: largeKey(0) },
};

function fieldOf(
  request: Buffer,
  text: string,
  { itemCount, divisor }: { readonly itemCount: number; readonly divisor: number },
): Field {
  const digits = /\d+$/.exec(text)?.[0].length ?? 0;
  const offset = request.indexOf(text) + text.length - digits;
  return { what: 'key', offset, digits, keyCount: itemCount, divisor };
}

function largeKey(item: number) {
  return {
    customer: { S: customerOf(Math.floor(item / COLLECTION_ITEMS)) },
    order: { S: orderOf(item % COLLECTION_ITEMS) },
  };
}

function customerOf(collection: number): string {
  return `customer-${String(collection).padStart(8, '0')}`;
}

/** Two digits, so that the load generator's fields cut an item's number into its keys. */
function orderOf(order: number): string {
  return `order-2026-${String(order).padStart(2, '0')}`;
}
