import { describe, expect, test } from 'vitest';
import { checkpointFirst } from './checkpoint-first.ts';
import type { ConsumerOptions } from './consumer.ts';
import { followLineage, noProgress } from './follow-lineage.ts';
import { exactlyOnce } from './testing/change-ledger.ts';
import { openOrders, table } from './testing/orders.ts';
import { startingAt } from './without-checkpoint.ts';

/** Consumers whose progress outlasts them, as it does in a database. */
function withProgress<T>(
  start: (options: ConsumerOptions & { progress: ReturnType<typeof noProgress> }) => T,
) {
  const progress = noProgress();
  return (options: ConsumerOptions) => start({ ...options, progress });
}

describe('a consumer without a checkpoint', () => {
  test('that starts at TRIM_HORIZON handles a day of changes again', async () => {
    await using orders = await openOrders({ partitions: 2 });
    const naive = orders.watch(startingAt('TRIM_HORIZON'));
    const correct = orders.watch(withProgress(followLineage));
    const before = await orders.change();
    await naive.poll();
    await correct.poll();
    naive.restart();
    correct.restart();
    await orders.change();
    await naive.poll();
    await correct.poll();

    const { repeated, ...rest } = naive.report();
    expect(repeated.toSorted()).toEqual(before.toSorted());
    expect(rest).toEqual({ lost: [], disordered: [] });
    expect(correct.report()).toEqual(exactlyOnce);
  });

  test('that starts at LATEST loses what was written while it was away', async () => {
    await using orders = await openOrders({ partitions: 2 });
    const naive = orders.watch(startingAt('LATEST'));
    const correct = orders.watch(withProgress(followLineage));
    await naive.poll();
    await orders.change();
    await naive.poll();
    await correct.poll();
    naive.restart();
    correct.restart();
    const lost = await orders.change();
    await orders.headwater.shards.split({ table });
    lost.push(...(await orders.change()));
    await naive.poll();
    await correct.poll();
    await orders.change();
    await naive.poll();
    await correct.poll();

    expect(naive.report()).toEqual({ ...exactlyOnce, lost });
    expect(correct.report()).toEqual(exactlyOnce);
  });
});

test('a checkpoint ahead of the handler loses the rest of the page when the handler fails', async () => {
  await using orders = await openOrders();
  const failsOnce = () => {
    let isFailing = true;
    return {
      handle: (change: string) => {
        if (change !== 'order-7 v1' || !isFailing) return Promise.resolve();
        isFailing = false;
        return Promise.reject(new Error('The warehouse does not answer.'));
      },
    };
  };
  const naive = orders.watch(withProgress(checkpointFirst), failsOnce());
  const correct = orders.watch(withProgress(followLineage), failsOnce());
  const changes = await orders.change();
  for (const consumer of [naive, correct]) {
    await expect(consumer.poll()).rejects.toThrow('The warehouse');
    consumer.restart();
    await consumer.poll();
  }
  expect(naive.report()).toEqual({ ...exactlyOnce, lost: changes.slice(7) });
  expect(correct.report()).toEqual(exactlyOnce);
});
