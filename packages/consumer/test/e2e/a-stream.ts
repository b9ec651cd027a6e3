// A table with a stream on a server in this process, and what the tests do with it.

import { CreateTableCommand, PutItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { type Headwater, startHeadwater } from '../../../server/src/index.ts';
import { dynamodbStreamsSource } from '../../src/dynamodb-streams.ts';
import type { ChangeRecord } from '../../src/change-record.ts';
import type { Source } from '../../src/source.ts';

export const table = 'orders';

export interface Order {
  readonly id: string;
  readonly version: number;
}

export interface TestStream extends AsyncDisposable {
  readonly headwater: Headwater;
  readonly source: Source<ChangeRecord<Order>>;
  /** Writes versions of items `0` to `items - 1`, all of one version before those of the next. */
  write(options: { items: number; versions: readonly number[] }): Promise<void>;
  disable(): Promise<void>;
}

export async function aStream({ partitions = 1 } = {}): Promise<TestStream> {
  const headwater = await startHeadwater({ partitions });
  const { dynamodb } = headwater;
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return {
    headwater,
    source: dynamodbStreamsSource<Order>({
      client: headwater.streams,
      streamArn: TableDescription?.LatestStreamArn ?? '',
      polling: { minPollMs: 0, idlePollMs: 20 },
    }),
    async write({ items, versions }) {
      for (const version of versions) {
        await Promise.all(
          Array.from({ length: items }, (_, id) =>
            dynamodb.send(
              new PutItemCommand({
                TableName: table,
                Item: { id: { S: String(id) }, version: { N: String(version) } },
              }),
            ),
          ),
        );
      }
    },
    async disable() {
      const StreamSpecification = { StreamEnabled: false };
      await dynamodb.send(new UpdateTableCommand({ TableName: table, StreamSpecification }));
    },
    [Symbol.asyncDispose]: () => headwater.close(),
  };
}

/** Of each item, the versions in the order in which they were handed out. */
export class SeenVersions {
  readonly #seen = new Map<string, number[]>();

  readonly handler = ({ records }: { readonly records: readonly ChangeRecord<Order>[] }): void => {
    for (const record of records) this.add(record);
  };

  add(record: ChangeRecord<Order>): void {
    const { id = '', version = 0 } = record.new ?? {};
    this.#seen.set(id, [...(this.#seen.get(id) ?? []), version]);
  }

  get count(): number {
    return [...this.#seen.values()].flat().length;
  }

  get(): Record<string, number[]> {
    return Object.fromEntries(this.#seen);
  }
}

/** What is seen when each item had these versions, each handed out once and in order. */
export function everyVersion(items: number, versions: readonly number[]): Record<string, number[]> {
  return Object.fromEntries(Array.from({ length: items }, (_, id) => [String(id), [...versions]]));
}
