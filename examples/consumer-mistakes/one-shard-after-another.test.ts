import { expect, test } from 'vitest';
import { followLineage } from './follow-lineage.ts';
import { oneShardAfterAnother } from './one-shard-after-another.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test('shards behind an open one are not read until it ends, four hours later', async () => {
  await using orders = await openOrders({ partitions: 2 });
  const naive = orders.watch(oneShardAfterAnother);
  const correct = orders.watch(followLineage);
  await orders.change();
  await naive.poll();
  await correct.poll();
  const [stream] = await orders.headwater.shards.list({ table });
  const late = await orders.changesIn(stream?.shards[1]?.shardId ?? '');
  expect(late.length).toBeGreaterThan(3);
  expect(correct.report()).toEqual(exactlyOnce);

  await orders.pass({ hours: 3, minutes: 50 });
  expect(naive.report()).toEqual({ ...exactlyOnce, lost: late });
  await orders.pass({ hours: 0, minutes: 10 });
  expect(naive.report()).toEqual(exactlyOnce);
});
