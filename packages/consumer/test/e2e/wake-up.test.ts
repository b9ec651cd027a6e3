// A consumer that is woken over HTTP: it never looks by itself in these tests.

import { expect, test } from 'vitest';
import { dynamodbStreamsSource } from '../../src/dynamodb-streams.ts';
import { headwaterWakeUp } from '../../src/headwater-wake-up.ts';
import { StreamConsumer } from '../../src/stream-consumer.ts';
import { aStream, everyVersion, type Order, SeenVersions, table } from './a-stream.ts';

test('changes come when they are made, also in shards that open later', async () => {
  await using stream = await aStream({ partitions: 2 });
  const { headwater } = stream;
  const seen = new SeenVersions();
  let next = Promise.withResolvers<void>();
  const consumer = new StreamConsumer({
    application: 'test',
    source: dynamodbStreamsSource<Order>({
      client: headwater.streams,
      streamArn: stream.source.name,
      wakeUp: headwaterWakeUp({ endpoint: headwater.endpoint }),
      polling: { idlePollMs: 3_600_000 },
    }),
    leases: { durationMs: 10_800_000 },
    handler(batch) {
      seen.handler(batch);
      next.resolve();
    },
  });
  await consumer.start();
  let written = 0;
  const arrives = async (version: number): Promise<void> => {
    await stream.write({ items: 5, versions: [version] });
    written += 5;
    while (seen.count < written) {
      await next.promise;
      next = Promise.withResolvers();
    }
  };
  await arrives(1);
  await arrives(2);
  await headwater.shards.split({ table });
  await arrives(3);
  await arrives(4);
  await stream.disable();
  expect(await consumer.done).toBe('stream-ended');
  expect(seen.get()).toEqual(everyVersion(5, [1, 2, 3, 4]));
  expect(consumer.metrics().sourceErrors).toEqual({});
});
