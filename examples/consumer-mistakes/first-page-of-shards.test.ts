import { expect, test } from 'vitest';
import { firstPageOfShards } from './first-page-of-shards.ts';
import { followLineage } from './follow-lineage.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test('a stream of 20 partitions has more than a page of shards after 20 hours: what comes then is lost', async () => {
  await using orders = await openOrders({ partitions: 20 });
  const naive = orders.watch(firstPageOfShards);
  const correct = orders.watch(followLineage);
  for (let hours = 0; hours < 20; hours += 4) {
    await orders.change();
    await naive.poll();
    await correct.poll();
    // As after four hours, of which no poll has to be made here.
    await orders.headwater.shards.roll({ table });
  }
  expect(naive.report()).toEqual(exactlyOnce);

  const lost = await orders.change();
  await naive.poll();
  await correct.poll();
  expect(naive.report()).toEqual({ ...exactlyOnce, lost });
  expect(correct.report()).toEqual(exactlyOnce);
});
