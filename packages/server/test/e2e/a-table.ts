// A table for a test: partition key `p` (S) and, when asked for, a sort key `s`.

import {
  type AttributeValue,
  CreateTableCommand,
  PutItemCommand,
  type StreamViewType,
} from '@aws-sdk/client-dynamodb';
import type { Headwater } from '../../src/index.ts';

export interface TestTable {
  readonly name: string;
  /** Empty when the table has no stream. */
  readonly streamArn: string;
}

export async function aTable(
  { dynamodb }: Headwater,
  shape: {
    readonly name?: string;
    readonly sort?: 'S' | 'N' | 'B';
    readonly viewType?: StreamViewType;
    readonly partitions?: number;
  } = {},
): Promise<TestTable> {
  const { name = 'things', sort, viewType, partitions } = shape;
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'p', KeyType: 'HASH' },
        ...(sort === undefined ? [] : [{ AttributeName: 's', KeyType: 'RANGE' as const }]),
      ],
      AttributeDefinitions: [
        { AttributeName: 'p', AttributeType: 'S' },
        ...(sort === undefined ? [] : [{ AttributeName: 's', AttributeType: sort }]),
      ],
      ...(viewType === undefined
        ? {}
        : { StreamSpecification: { StreamEnabled: true, StreamViewType: viewType } }),
      ...(partitions === undefined
        ? {}
        : { Tags: [{ Key: 'headwater:partitions', Value: String(partitions) }] }),
    }),
  );
  return { name, streamArn: TableDescription?.LatestStreamArn ?? '' };
}

export async function putItems(
  { dynamodb }: Headwater,
  table: string,
  items: readonly Record<string, AttributeValue>[],
): Promise<void> {
  for (const Item of items) await dynamodb.send(new PutItemCommand({ TableName: table, Item }));
}
