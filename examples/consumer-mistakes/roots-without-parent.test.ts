import { expect, test } from 'vitest';
import { followLineage } from './follow-lineage.ts';
import { rootsWithoutParent } from './roots-without-parent.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders } from './testing/orders.ts';

test('of a stream that is older than a day nothing comes at all', async () => {
  await using orders = await openOrders({ partitions: 2 });
  const { clock } = orders.headwater;
  await clock.advance('30h');
  const naive = orders.watch(rootsWithoutParent);
  const correct = orders.watch(followLineage);
  const lost = await orders.change();
  await naive.poll();
  await correct.poll();

  expect(naive.report()).toEqual({ ...exactlyOnce, lost });
  expect(correct.report()).toEqual(exactlyOnce);
});

test('a consumer that runs since the stream was young stops within a day and four hours', async () => {
  await using orders = await openOrders({ partitions: 2 });
  const naive = orders.watch(rootsWithoutParent);
  const correct = orders.watch(followLineage);
  let hours = 0;
  for (; naive.report().lost.length === 0 && hours < 48; hours += 4) {
    await orders.pass({ hours: 4 });
    await orders.change();
    await naive.poll();
    await correct.poll();
  }
  expect(hours).toBeLessThanOrEqual(28);
  expect(hours).toBeGreaterThan(20);
  expect(correct.report()).toEqual(exactlyOnce);
});
