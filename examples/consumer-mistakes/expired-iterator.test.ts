import { describe, expect, test } from 'vitest';
import { type ExpiryAnswer, whenExpired } from './expired-iterator.ts';
import { followLineage } from './follow-lineage.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, type Orders, table } from './testing/orders.ts';

/** Three rounds of changes; iterators expire between the first and the second poll. */
async function outcome(answer: ExpiryAnswer, expire: (orders: Orders) => Promise<unknown>) {
  await using orders = await openOrders({ partitions: 2 });
  const naive = orders.watch(whenExpired(answer));
  const correct = orders.watch(followLineage);
  const rounds: string[][] = [];
  for (let round = 0; round < 3; round += 1) {
    rounds.push(await orders.change());
    if (round === 1) await expire(orders);
    await naive.poll();
    await correct.poll();
  }
  expect(correct.report()).toEqual(exactlyOnce);
  return { rounds, report: naive.report() };
}

describe.each([
  ['after 15 minutes without a poll', ({ headwater }: Orders) => headwater.clock.advance('15m 1s')],
  ['when a test says so', ({ headwater }: Orders) => headwater.shards.expireIterators({ table })],
] as const)('an iterator that expires %s', (_, expire) => {
  test('and is taken for the end of its shard loses all that comes in this shard', async () => {
    const { rounds, report } = await outcome('finish', expire);
    const [, second = [], third = []] = rounds;
    expect(report).toEqual({ ...exactlyOnce, lost: [...second, ...third] });
  });

  test('and is replaced at LATEST loses what was not read yet', async () => {
    const { rounds, report } = await outcome('LATEST', expire);
    expect(report).toEqual({ ...exactlyOnce, lost: rounds[1] });
  });

  test('and is replaced at TRIM_HORIZON repeats what was read', async () => {
    const { rounds, report } = await outcome('TRIM_HORIZON', expire);
    expect(report.lost).toEqual([]);
    expect(report.repeated.toSorted()).toEqual(rounds[0]?.toSorted());
  });
});

test('a handler that takes 20 minutes outlasts the iterator that came with its page', async () => {
  await using orders = await openOrders();
  const { clock } = orders.headwater;
  const slow = {
    pageSize: 4,
    handle: async (change: string) => {
      if (change === 'order-0 v1') await clock.advance('20m');
    },
  };
  const naive = orders.watch(whenExpired('finish'), slow);
  const correct = orders.watch(followLineage, slow);
  const changes = await orders.change();
  await naive.poll();
  await correct.poll();
  expect(naive.report()).toEqual({ ...exactlyOnce, lost: changes.slice(4) });
  expect(correct.report()).toEqual(exactlyOnce);
});
