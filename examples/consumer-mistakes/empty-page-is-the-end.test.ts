import { expect, test } from 'vitest';
import { emptyPageIsTheEnd } from './empty-page-is-the-end.ts';
import { followLineage } from './follow-lineage.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test('a pause of the writers ends a shard, and the next to be read is its child, hours later', async () => {
  await using orders = await openOrders({ partitions: 2 });
  const naive = orders.watch(emptyPageIsTheEnd);
  const correct = orders.watch(followLineage);
  const pollBoth = async () => {
    await naive.poll();
    await correct.poll();
  };
  await orders.change();
  await pollBoth();
  const lost = await orders.change();
  await pollBoth();
  await orders.headwater.shards.roll({ table });
  await orders.change();
  await pollBoth();

  expect(naive.report()).toEqual({ ...exactlyOnce, lost });
  expect(correct.report()).toEqual(exactlyOnce);
});
