import { expect, test } from 'vitest';
import { childrenAtLatest } from './children-at-latest.ts';
import { followLineage } from './follow-lineage.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test.each(['split', 'roll'] as const)(
  'what is written between a %s and the next poll is lost',
  async (action) => {
    await using orders = await openOrders({ partitions: 2 });
    const naive = orders.watch(childrenAtLatest);
    const correct = orders.watch(followLineage);
    const pollBoth = async () => {
      await naive.poll();
      await correct.poll();
    };
    await orders.change();
    await pollBoth();
    await orders.headwater.shards[action]({ table });
    const lost = await orders.change();
    await pollBoth();
    await orders.change();
    await pollBoth();

    expect(naive.report()).toEqual({ ...exactlyOnce, lost });
    expect(correct.report()).toEqual(exactlyOnce);
  },
);

test('and so it is every four hours, without anybody doing anything', async () => {
  await using orders = await openOrders();
  const naive = orders.watch(childrenAtLatest);
  const correct = orders.watch(followLineage);
  await orders.pass({ hours: 3, minutes: 50 });
  await orders.change();
  await naive.poll();
  expect(naive.report()).toEqual(exactlyOnce);
  await orders.headwater.clock.advance('10m');
  const lost = await orders.change();
  await naive.poll();
  await correct.poll();

  expect(naive.report()).toEqual({ ...exactlyOnce, lost });
  expect(correct.report()).toEqual(exactlyOnce);
});
