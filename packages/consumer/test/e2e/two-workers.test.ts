// Two workers share a stream of the real server, with their leases in a table of it.

import { expect, test } from 'vitest';
import { dynamodbLeases } from '../../src/dynamodb-leases.ts';
import { StreamConsumer } from '../../src/stream-consumer.ts';
import { aStream, everyVersion, SeenVersions, table } from './a-stream.ts';

const leases = { durationMs: 600, shardSyncMs: 5000 };

test('they share the shards, hand over when one joins and when one leaves, and nothing comes twice', async () => {
  await using stream = await aStream({ partitions: 4 });
  const { headwater, source } = stream;
  const store = dynamodbLeases({ client: headwater.dynamodb, tableName: 'leases' });
  const seen = new SeenVersions();
  const worker = (name: string) =>
    new StreamConsumer({
      application: 'orders',
      worker: name,
      source,
      store,
      leases,
      concurrencyPerShard: 3,
      batch: { size: 5 },
      handler: seen.handler,
    });
  const [first, second] = [worker('first'), worker('second')];
  const shared = new Promise<void>((resolve) => {
    second.on('lease-taken', () => {
      if (second.metrics().leases >= 1) resolve();
    });
  });
  await first.start();
  await stream.write({ items: 30, versions: [1, 2] });
  await second.start();
  await stream.write({ items: 30, versions: [3] });
  await shared;
  await headwater.shards.split({ table });
  await stream.write({ items: 30, versions: [4] });
  await first.stop();
  await stream.write({ items: 30, versions: [5] });
  await stream.disable();
  expect(await second.done).toBe('stream-ended');
  expect(await first.done).toBe('stopped');
  expect(seen.get()).toEqual(everyVersion(30, [1, 2, 3, 4, 5]));
});

test('LATEST: what was there before is passed over, whatever is written after the start comes', async () => {
  await using stream = await aStream({ partitions: 2 });
  const { headwater, source } = stream;
  const seen = new SeenVersions();
  await stream.write({ items: 10, versions: [1] });
  const consumer = new StreamConsumer({
    application: 'orders',
    source,
    position: 'LATEST',
    handler: seen.handler,
  });
  await consumer.start();
  await stream.write({ items: 10, versions: [2] });
  await headwater.shards.split({ table });
  await stream.write({ items: 10, versions: [3] });
  await stream.disable();
  await consumer.done;
  expect(seen.get()).toEqual(everyVersion(10, [2, 3]));
});

test('records that were trimmed unread are a gap', async () => {
  await using stream = await aStream();
  const { headwater, source } = stream;
  const seen = new SeenVersions();
  await stream.write({ items: 3, versions: [1] });
  const gaps: unknown[] = [];
  const follow = async (until: number) => {
    const consumer = new StreamConsumer({
      application: 'orders',
      source,
      store,
      leases,
      handler(batch) {
        seen.handler(batch);
        if (seen.count >= until) enough();
      },
    });
    let enough = (): void => {};
    const read = new Promise<void>((resolve) => {
      enough = resolve;
    });
    consumer.on('gap', (gap) => gaps.push(gap));
    await consumer.start();
    await read;
    await consumer.stop();
  };
  const store = dynamodbLeases({ client: headwater.dynamodb, tableName: 'leases' });
  await follow(3);
  await stream.write({ items: 3, versions: [2] });
  await headwater.shards.trim({ table });
  await stream.write({ items: 3, versions: [3] });
  await follow(6);
  expect(seen.get()).toEqual(everyVersion(3, [1, 3]));
  expect(gaps).toMatchObject([{ shardGone: false, after: {}, before: {} }]);
});
