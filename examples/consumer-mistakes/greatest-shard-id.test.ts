import { expect, test } from 'vitest';
import { followLineage } from './follow-lineage.ts';
import { greatestShardId } from './greatest-shard-id.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test('a shard that is open when one with a greater id ends is never read again', async () => {
  await using orders = await openOrders({ partitions: 2 });
  const naive = orders.watch(greatestShardId);
  const correct = orders.watch(followLineage);
  const pollBoth = async () => {
    await naive.poll();
    await correct.poll();
  };
  await orders.change();
  await pollBoth();
  const [stream] = await orders.headwater.shards.list({ table });
  const [lesser = '', greater = ''] = stream?.shards.map(({ shardId }) => shardId) ?? [];
  await orders.headwater.shards.split({ table, shardId: greater });
  await orders.change();
  await pollBoth();
  expect(naive.report()).toEqual(exactlyOnce);

  await orders.change();
  await pollBoth();
  const lost = (await orders.changesIn(lesser)).filter((change) => change.endsWith(' v3'));
  expect(lost.length).toBeGreaterThan(3);
  expect(naive.report()).toEqual({ ...exactlyOnce, lost });
  expect(correct.report()).toEqual(exactlyOnce);
});

test('split at one moment, the children have ids in any order, and one branch hides the other', async () => {
  await using orders = await openOrders({ partitions: 2 });
  const naive = orders.watch(greatestShardId);
  const correct = orders.watch(followLineage);
  await orders.headwater.shards.split({ table });
  await orders.change();
  await naive.poll();
  await correct.poll();
  const [stream] = await orders.headwater.shards.list({ table });
  const open = (stream?.shards ?? []).filter(({ state }) => state === 'open');
  const last = open.at(-1)?.shardId ?? '';
  await orders.headwater.shards.roll({ table, shardId: last });
  await naive.poll();
  await orders.change();
  await naive.poll();
  await correct.poll();

  const rest = await Promise.all(open.slice(0, -1).map(({ shardId }) => orders.changesIn(shardId)));
  const lost = rest.flat().filter((change) => change.endsWith(' v2'));
  expect(lost.length).toBeGreaterThan(6);
  expect(new Set(naive.report().lost)).toEqual(new Set(lost));
  expect(correct.report()).toEqual(exactlyOnce);
});
