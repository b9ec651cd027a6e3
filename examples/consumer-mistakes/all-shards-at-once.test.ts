import { expect, test } from 'vitest';
import { allShardsAtOnce } from './all-shards-at-once.ts';
import { followLineage } from './follow-lineage.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test.each(['split', 'roll'] as const)(
  'a consumer that is a page behind at a %s gets newer changes before older ones',
  async (action) => {
    await using orders = await openOrders();
    // On AWS a page is 1000 records or 1 MB; here three, so that the test needs only a few.
    const naive = orders.watch(allShardsAtOnce, { pageSize: 3 });
    const correct = orders.watch(followLineage, { pageSize: 3 });
    await orders.change('a', 'a', 'a', 'a', 'a', 'a');
    await orders.headwater.shards[action]({ table });
    await orders.change('a', 'a', 'a');
    for (let poll = 0; poll < 4; poll += 1) await naive.poll();
    await correct.poll();

    expect(naive.report()).toEqual({ ...exactlyOnce, disordered: ['a v4', 'a v5', 'a v6'] });
    expect(correct.report()).toEqual(exactlyOnce);
  },
);
