// What the correct loop does beyond what the tests of the mistakes show.

import { expect, test } from 'vitest';
import { followLineage } from './follow-lineage.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test('all at once: splits, rollovers, expired iterators, throttling, small pages and restarts', async () => {
  await using orders = await openOrders({ partitions: 2 });
  const { shards, clock, faults } = orders.headwater;
  const fault = faults.add({ fault: 'throttle', operation: 'GetRecords', share: 0.3 });
  const correct = orders.watch(followLineage, { pageSize: 5 });
  const events = [
    () => shards.split({ table }),
    () => shards.roll({ table }),
    () => clock.advance('4h'),
    () => shards.expireIterators({ table }),
    () => clock.advance('9h'),
    () => shards.split({ table }),
    () => correct.poll(),
  ];
  for (const event of [...events, ...events]) {
    await orders.change();
    await event();
    await orders.change();
    await correct.poll();
  }
  expect(fault.hits).toBeGreaterThan(10);
  fault.remove();
  await correct.poll();
  expect(correct.report()).toEqual(exactlyOnce);
});

test('what was trimmed before it was read is told, and reading goes on behind it', async () => {
  await using orders = await openOrders();
  const gaps: string[] = [];
  const correct = orders.watch((options) =>
    followLineage({ ...options, onGap: (shard) => gaps.push(shard) }),
  );
  await orders.change();
  await correct.poll();
  const lost = await orders.change();
  const [trimmed] = await orders.headwater.shards.trim({ table });
  await orders.change();
  await correct.poll();
  expect(gaps).toEqual([trimmed?.shardId]);
  expect(correct.report()).toEqual({ ...exactlyOnce, lost });
});

test('a shard that is gone before it was read to its end is told', async () => {
  await using orders = await openOrders();
  const gaps: string[] = [];
  const correct = orders.watch((options) =>
    followLineage({ ...options, onGap: (shard) => gaps.push(shard) }),
  );
  await orders.change();
  await correct.poll();
  const lost = await orders.change();
  const [closed] = await orders.headwater.shards.roll({ table });
  await orders.headwater.shards.trim({ table, shardId: closed?.shardId ?? '' });
  await orders.change();
  await correct.poll();
  expect(gaps).toEqual([closed?.shardId]);
  expect(correct.report()).toEqual({ ...exactlyOnce, lost });
});
