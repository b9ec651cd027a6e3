import { expect, test } from 'vitest';
import { followLineage } from './follow-lineage.ts';
import { lastPageIgnored } from './last-page-ignored.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test('what a shard got between the last poll and its end is lost', async () => {
  await using orders = await openOrders();
  const naive = orders.watch(lastPageIgnored);
  const correct = orders.watch(followLineage);
  await orders.change();
  await naive.poll();
  await correct.poll();
  const lost = await orders.change();
  await orders.headwater.shards.roll({ table });
  await orders.change();
  await naive.poll();
  await correct.poll();

  expect(naive.report()).toEqual({ ...exactlyOnce, lost });
  expect(correct.report()).toEqual(exactlyOnce);
});

test('nothing is when the shard was quiet before its end, so that it goes well most of the time', async () => {
  await using orders = await openOrders();
  const naive = orders.watch(lastPageIgnored);
  await orders.change();
  await naive.poll();
  await orders.headwater.shards.roll({ table });
  await orders.change();
  await naive.poll();
  expect(naive.report()).toEqual(exactlyOnce);
});
