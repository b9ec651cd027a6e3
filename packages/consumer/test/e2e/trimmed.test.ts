// What was trimmed before it was read is reported, whatever had been read of its shard.

import { expect, test } from 'vitest';
import type { ChangeRecord } from '../../src/change-record.ts';
import type { ConsumerEvent } from '../../src/events.ts';
import type { Batch } from '../../src/handler.ts';
import { memoryLeases } from '../../src/leases/memory-leases.ts';
import { StreamConsumer } from '../../src/stream-consumer.ts';
import { aStream, type Order, SeenVersions, table } from './a-stream.ts';

test('the first records of a shard that nobody had begun to read', async () => {
  await using stream = await aStream();
  const { headwater, source } = stream;
  const seen = new SeenVersions();
  const gaps: ConsumerEvent[] = [];
  let handled = (): void => {};
  const isHandled = new Promise<void>((resolve) => {
    handled = resolve;
  });
  const options = {
    application: 'test',
    source,
    store: memoryLeases(),
    handler(batch: Batch<ChangeRecord<Order>>) {
      seen.handler(batch);
      handled();
    },
    onEvent(event: ConsumerEvent) {
      if (event.type === 'gap') gaps.push(event);
    },
  };
  await stream.write({ items: 1, versions: [1] });
  const first = new StreamConsumer(options);
  await first.start();
  await isHandled;
  await first.stop();

  await headwater.shards.roll({ table });
  const [, child] = (await headwater.shards.list({ table }))[0]?.shards ?? [];
  await stream.write({ items: 1, versions: [2, 3] });
  await headwater.shards.trim({ table, shardId: child?.shardId ?? '' });
  await stream.write({ items: 1, versions: [4] });
  await stream.disable();
  const second = new StreamConsumer(options);
  await second.start();
  expect(await second.done).toBe('stream-ended');
  expect(seen.get()).toEqual({ 0: [1, 4] });
  expect(gaps).toContainEqual(
    expect.objectContaining({
      shardId: child?.shardId,
      shardGone: false,
      before: expect.anything(),
    }),
  );
});
