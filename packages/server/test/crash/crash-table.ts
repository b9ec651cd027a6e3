// The table that the crash test writes to: its items on the wire and as versions.

import { call } from './aws-json-client.ts';
import type { Version } from './history.ts';

export const tableName = 'crash';
export const partitionCount = 4;
/** Few, so that items are overwritten, updated and deleted all the time. */
const keyCount = 40;

export const keys = Array.from({ length: keyCount }, (_, index) => `key ${index}`);

export interface WireItem {
  readonly p?: { readonly S: string };
  readonly by?: { readonly S: string };
  readonly count?: { readonly N: string };
  readonly filler?: { readonly S: string };
}

export function wireKey(key: string): WireItem {
  return { p: { S: key } };
}

export function wireItem(key: string, { by, count, filler }: Version): WireItem {
  return { ...wireKey(key), by: { S: by }, count: { N: String(count) }, filler: { S: filler } };
}

/** An item without filler was made by an update. */
export function versionOf({ by, count, filler }: WireItem): Version {
  return { by: by?.S ?? '', count: Number(count?.N), filler: filler?.S ?? '' };
}

/** Returns the ARN of the table's stream. */
export async function createCrashTable(url: string): Promise<string> {
  const { TableDescription } = await call<{ TableDescription: { LatestStreamArn: string } }>(
    url,
    'DynamoDB_20120810.CreateTable',
    {
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      Tags: [{ Key: 'headwater:partitions', Value: String(partitionCount) }],
    },
  );
  return TableDescription.LatestStreamArn;
}

/** All items by their keys. */
export async function readTable(url: string): Promise<Map<string, Version>> {
  const items = new Map<string, Version>();
  let start: object | undefined;
  do {
    const page: { Items: WireItem[]; LastEvaluatedKey?: object } = await call(
      url,
      'DynamoDB_20120810.Scan',
      { TableName: tableName, ConsistentRead: true, ExclusiveStartKey: start },
    );
    for (const item of page.Items) items.set(item.p?.S ?? '', versionOf(item));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
