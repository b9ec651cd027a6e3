// A table of orders on a server of its own, and consumers of its stream that are watched. Everything repeats: the clock
// stands still unless it is turned, randomness has a seed, and a consumer reads when the test says so.

import { CreateTableCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBStreamsClient,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import {
  type Headwater,
  type HeadwaterOptions,
  manualRuntime,
  startHeadwater,
} from '../../../packages/server/src/index.ts';
import type { Consumer, ConsumerOptions } from '../consumer.ts';
import { type Change, compareChanges, type LedgerReport, nameOf } from './change-ledger.ts';

export const table = 'orders';

/** Enough for each of a few shards to have some. */
export const orderIds = Array.from({ length: 12 }, (_, index) => `order-${index}`);

export interface WatchedConsumer {
  poll(): Promise<void>;
  /** A new process: what it knew is gone, but for what its factory keeps. */
  restart(): void;
  report(): LedgerReport;
}

export interface Orders extends AsyncDisposable {
  readonly headwater: Headwater;
  /** Changes these orders, one after another; without arguments each of `orderIds`. Resolves with names. */
  change(...ids: readonly string[]): Promise<string[]>;
  /** Lets time pass. The consumers that are watched poll every ten minutes, so that no iterator expires. */
  pass(time: { readonly hours: number; readonly minutes?: number }): Promise<void>;
  /** Of all changes, those whose records are in the shard. */
  changesIn(shardId: string): Promise<string[]>;
  watch(
    start: (options: ConsumerOptions) => Consumer,
    options?: {
      readonly pageSize?: number;
      /** Runs before a record counts as given; when it fails, the handler has failed. */
      readonly handle?: (change: string) => Promise<void>;
    },
  ): WatchedConsumer;
}

export async function openOrders(options: HeadwaterOptions = {}): Promise<Orders> {
  const headwater = await startHeadwater({ runtime: manualRuntime(), ...options });
  const streamArn = await createTable(headwater);
  // The SDK would wait between attempts, by the machine's clock: what fails is the next poll's to repeat.
  const streams = new DynamoDBStreamsClient({ ...headwater.clientConfig, maxAttempts: 1 });
  const written: Change[] = [];
  const watched: WatchedConsumer[] = [];
  return {
    headwater,
    async change(...ids) {
      const changes: Change[] = [];
      for (const key of ids.length > 0 ? ids : orderIds) {
        changes.push({ key, version: await changeOrder(headwater, key) });
      }
      written.push(...changes);
      return changes.map(nameOf);
    },
    async pass({ hours, minutes = 0 }) {
      for (let passed = 0; passed < hours * 60 + minutes; passed += 10) {
        await headwater.clock.advance('10m');
        for (const consumer of watched) await consumer.poll();
      }
    },
    async changesIn(shardId) {
      const keys = [...new Set(written.map(({ key }) => key))];
      const inside = await Promise.all(keys.map((key) => changesOf(headwater, { key, shardId })));
      const names = new Set(inside.flat());
      return written.map(nameOf).filter((name) => names.has(name));
    },
    watch(start, { handle, ...own } = {}) {
      const given: Change[] = [];
      const onRecord = async (record: StreamRecord): Promise<void> => {
        const change = changeOf(record);
        await handle?.(nameOf(change));
        given.push(change);
      };
      const begin = (): Consumer => start({ streams, streamArn, onRecord, ...own });
      let consumer = begin();
      const watching: WatchedConsumer = {
        poll: () => consumer.poll(),
        restart() {
          consumer = begin();
        },
        report: () => compareChanges(written, given),
      };
      watched.push(watching);
      return watching;
    },
    async [Symbol.asyncDispose]() {
      streams.destroy();
      await headwater.close();
    },
  };
}

async function createTable({ dynamodb }: Headwater): Promise<string> {
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
}

/** Resolves with the order's version. */
async function changeOrder({ dynamodb }: Headwater, id: string): Promise<number> {
  const { Attributes } = await dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { id: { S: id } },
      UpdateExpression: 'ADD version :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Number(Attributes?.['version']?.N);
}

/** Names of an order's changes in a shard. It asks Headwater for all records of the order, none of them trimmed. */
async function changesOf(
  { records }: Headwater,
  { key, shardId }: { readonly key: string; readonly shardId: string },
): Promise<string[]> {
  const newestFirst = await records.find({ table, key: { id: { S: key } } });
  return newestFirst.flatMap((record, index) =>
    record.shardId === shardId ? [nameOf({ key, version: newestFirst.length - index })] : [],
  );
}

function changeOf({ dynamodb }: StreamRecord): Change {
  const { id, version } = dynamodb?.NewImage ?? {};
  return { key: id?.S ?? '', version: Number(version?.N) };
}
