// A consumer follows a stream of the real server over HTTP.

import { expect, test } from 'vitest';
import { StreamConsumer } from '../../src/stream-consumer.ts';
import { aStream, everyVersion, SeenVersions, table } from './a-stream.ts';

test('every change once and in order, through splits and rollovers, to the end of the stream', async () => {
  await using stream = await aStream({ partitions: 3 });
  const { headwater, source } = stream;
  const seen = new SeenVersions();
  await stream.write({ items: 40, versions: [1, 2] });
  const consumer = new StreamConsumer({ application: 'test', source, handler: seen.handler });
  await consumer.start();
  await stream.write({ items: 40, versions: [3] });
  await headwater.shards.split({ table });
  await stream.write({ items: 40, versions: [4] });
  await headwater.shards.roll({ table });
  await headwater.shards.split({ table });
  await stream.write({ items: 40, versions: [5, 6] });
  await stream.disable();
  expect(await consumer.done).toBe('stream-ended');
  expect(seen.get()).toEqual(everyVersion(40, [1, 2, 3, 4, 5, 6]));
  const { recordsProcessed, shardsFinished, gaps } = consumer.metrics();
  expect({ recordsProcessed, shardsFinished, gaps }).toEqual({
    recordsProcessed: 240,
    shardsFinished: 3 + 6 + 6 + 12,
    gaps: 0,
  });
});
