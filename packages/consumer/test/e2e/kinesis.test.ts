// A consumer follows a Kinesis stream of the real server, on a clock that the tests turn where time matters.

import {
  CreateStreamCommand,
  KinesisClient,
  MergeShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../../server/src/index.ts';
import { dynamodbLeases } from '../../src/dynamodb-leases.ts';
import { type KinesisRecord, kinesisSource } from '../../src/kinesis.ts';
import type { LeaseStore } from '../../src/lease-store.ts';
import { memoryLeases } from '../../src/leases/memory-leases.ts';
import type { ConsumerOptions } from '../../src/options.ts';
import { StreamConsumer } from '../../src/stream-consumer.ts';

const StreamName = 'clicks';
const polling = { minPollMs: 1, idlePollMs: 10 };

async function aKinesisStream({ shards = 1 } = {}) {
  const headwater = await startHeadwater({ runtime: manualRuntime() });
  const client = new KinesisClient({ ...headwater.clientConfig, maxAttempts: 1 });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
  const streamArn = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
  const source = kinesisSource({ client, streamArn, polling });
  const seen: string[] = [];
  let news = Promise.withResolvers<void>();
  return {
    headwater,
    client,
    seen,
    put: async (...texts: readonly string[]) => {
      for (const text of texts) {
        const [PartitionKey] = text.split('/');
        await client.send(
          new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.from(text) }),
        );
      }
    },
    consumer: (store: LeaseStore, own: Partial<ConsumerOptions<KinesisRecord>> = {}) =>
      new StreamConsumer<KinesisRecord>({
        application: 'test',
        source,
        store,
        handler({ records }) {
          seen.push(...records.map(({ data }) => Buffer.from(data).toString()));
          news.resolve();
        },
        ...own,
      }),
    /** Waits until so many were handed out. */
    async until(count: number) {
      while (seen.length < count) {
        await news.promise;
        news = Promise.withResolvers();
      }
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await headwater.close();
    },
  };
}

/** What was handed out of a key, in order. */
const ofKey = (seen: readonly string[], key: string) =>
  seen.filter((text) => text.startsWith(`${key}/`));

const numbered = (key: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${key}/${index}`);

test('workers share shards that split and merge: each record once, those of a key in order', async () => {
  await using stream = await aKinesisStream({ shards: 2 });
  const { headwater, client, seen, put, until } = stream;
  const store = dynamodbLeases({ client: headwater.dynamodb, tableName: 'leases' });
  const leases = { durationMs: 900 };
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  const round = (index: number) => put(...keys.map((key) => `${key}/${index}`));
  const first = stream.consumer(store, { worker: 'first', leases });
  await first.start();
  await round(0);
  const second = stream.consumer(store, { worker: 'second', leases });
  const shared = new Promise((resolve) => {
    second.on('lease-taken', resolve);
  });
  await second.start();
  await shared;
  await round(1);
  const split = { StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '99' };
  await client.send(new SplitShardCommand(split));
  await round(2);
  await client.send(
    new MergeShardsCommand({
      StreamName,
      ShardToMerge: 'shardId-000000000003',
      AdjacentShardToMerge: 'shardId-000000000001',
    }),
  );
  await round(3);
  await until(keys.length * 4);
  await first.stop();
  await round(4);
  await until(keys.length * 5);
  await second.stop();
  for (const key of keys) expect(ofKey(seen, key)).toEqual(numbered(key, 5));
  expect(seen).toHaveLength(keys.length * 5);
});

test('begins at a time, and with what is written after the start', async () => {
  await using stream = await aKinesisStream();
  const { headwater, seen, put, until } = stream;
  await put('a/0');
  await headwater.clock.advance('1h');
  const time = headwater.clock.now();
  await put('a/1');
  const timed = stream.consumer(memoryLeases(), { position: { type: 'AT_TIMESTAMP', time } });
  await timed.start();
  await until(1);
  await timed.stop();
  const latest = stream.consumer(memoryLeases(), { position: 'LATEST' });
  await latest.start();
  await put('a/2');
  await until(2);
  await latest.stop();
  expect(seen).toEqual(['a/1', 'a/2']);
});

test('an iterator that expires costs nothing and says nothing', async () => {
  await using stream = await aKinesisStream();
  const { headwater, seen, put, until } = stream;
  const consumer = stream.consumer(memoryLeases());
  await consumer.start();
  for (const index of [0, 1, 2]) {
    await put(`a/${index}`);
    await until(index + 1);
    await headwater.clock.advance('10m');
  }
  await consumer.stop();
  expect(seen).toEqual(numbered('a', 3));
  expect(consumer.metrics()).toMatchObject({ gaps: 0, recordsRead: 3 });
});

test('what retention took while nobody read is a gap, although Kinesis does not say so', async () => {
  await using stream = await aKinesisStream();
  const { headwater, seen, put, until } = stream;
  const store = memoryLeases();
  const first = stream.consumer(store);
  await first.start();
  await put('a/0');
  await until(1);
  await first.stop();
  await put('a/1');
  await headwater.clock.advance('25h');
  await put('a/2');
  const second = stream.consumer(store);
  const gaps: unknown[] = [];
  second.on('gap', (gap) => gaps.push(gap));
  await second.start();
  await until(2);
  await second.stop();
  expect(seen).toEqual(['a/0', 'a/2']);
  expect(gaps).toMatchObject([{ after: {}, before: {}, shardGone: false }]);
});
