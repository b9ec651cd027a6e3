import { expect, test } from 'vitest';
import { followLineage } from './follow-lineage.ts';
import { greatestSequenceNumber } from './greatest-sequence-number.ts';
import { numbersAsNumbers } from './numbers-as-numbers.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';

test('as JavaScript numbers those of different shards are equal, and records are dropped', async () => {
  await using orders = await openOrders({ partitions: 2 });
  const naive = orders.watch(numbersAsNumbers);
  const correct = orders.watch(followLineage);
  await orders.change();
  await naive.poll();
  await correct.poll();

  const [stream] = await orders.headwater.shards.list({ table });
  const [first, second] = stream?.shards ?? [];
  const pairs = Math.min(first?.records ?? 0, second?.records ?? 0);
  expect(pairs).toBeGreaterThan(3);
  // The nth record of one shard has the number of the nth of the other, but for the last digits.
  const inSecond = await orders.changesIn(second?.shardId ?? '');
  expect(naive.report()).toEqual({ ...exactlyOnce, lost: inSecond.slice(0, pairs) });
  expect(correct.report()).toEqual(exactlyOnce);
});

test('the greatest of one shard says nothing about another, whose records are dropped', async () => {
  await using orders = await openOrders({ partitions: 2 });
  const naive = orders.watch(greatestSequenceNumber);
  const correct = orders.watch(followLineage);
  await orders.change();
  await naive.poll();
  await correct.poll();

  const { lost, ...rest } = naive.report();
  expect(lost.length).toBeGreaterThan(3);
  expect(rest).toEqual({ repeated: [], disordered: [] });
  expect(correct.report()).toEqual(exactlyOnce);
});
