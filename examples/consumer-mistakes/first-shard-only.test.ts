import { expect, test } from 'vitest';
import { firstShardOnly } from './first-shard-only.ts';
import { followLineage } from './follow-lineage.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test('what is in the other shards is lost', async () => {
  await using orders = await openOrders({ partitions: 3 });
  const naive = orders.watch(firstShardOnly);
  const correct = orders.watch(followLineage);
  await orders.change();
  await naive.poll();
  await correct.poll();

  const [stream] = await orders.headwater.shards.list({ table });
  const [, second, third] = stream?.shards ?? [];
  const lost = new Set([
    ...(await orders.changesIn(second?.shardId ?? '')),
    ...(await orders.changesIn(third?.shardId ?? '')),
  ]);
  expect(lost.size).toBeGreaterThan(5);
  expect(new Set(naive.report().lost)).toEqual(lost);
  expect(correct.report()).toEqual(exactlyOnce);
});

test('with one shard all goes well for four hours, and then nothing comes any more', async () => {
  await using orders = await openOrders();
  const naive = orders.watch(firstShardOnly);
  const correct = orders.watch(followLineage);
  await orders.change();
  await naive.poll();
  expect(naive.report()).toEqual(exactlyOnce);

  await orders.pass({ hours: 4 });
  const lost = await orders.change();
  await naive.poll();
  await correct.poll();
  expect(naive.report()).toEqual({ ...exactlyOnce, lost });
  expect(correct.report()).toEqual(exactlyOnce);
});
