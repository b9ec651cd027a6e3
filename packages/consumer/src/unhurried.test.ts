// Consumers whose intervals are long: what they do all the same at once, and how little they do else.

import { describe, expect, test } from 'vitest';
import type { LeaseStore } from './lease-store.ts';
import { consumersOfAFakeStream } from './testing/fake-consumers.ts';
import { process } from './testing/process.ts';

const minutes10 = 600_000;
const leases = {
  durationMs: 3 * minutes10,
  renewMs: minutes10,
  balanceMs: minutes10,
  shardSyncMs: minutes10,
};

/** The source says when something comes, as one in the same process can. */
function setUp() {
  const all = consumersOfAFakeStream({ polling: { minPollMs: 0, idlePollMs: minutes10 } });
  const { stream, store } = all;
  const waiting = new Set<() => void>();
  Object.assign(stream, {
    awaitRecords: (_iterator: string, _shardId: string, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => waiting.delete(resolve), { once: true });
      }),
  });
  const wake = () => {
    for (const resolve of waiting) resolve();
  };
  let calls = 0;
  const counted = new Proxy(store, {
    get(target, name: keyof LeaseStore) {
      return (...args: unknown[]): unknown => {
        calls += 1;
        return Reflect.apply(target[name] as () => unknown, target, args);
      };
    },
  });
  return { ...all, wake, counted, calls: () => calls };
}

test('one that starts again under its name goes on at once, while its leases are still its own', async () => {
  const { runtime, stream, store, seen, consumer } = setUp();
  for (const id of ['a', 'b', 'c']) stream.open(id);
  const first = process(runtime);
  const killed = consumer({
    worker: 'w',
    leases,
    runtime: first.runtime,
    source: first.inside(stream),
    store: first.inside(store),
  });
  await runtime.run(killed.start());
  stream.write('a');
  first.pause();
  for (const id of ['a', 'b', 'c']) stream.write(id);
  const again = consumer({ worker: 'w', leases });
  await runtime.run(again.start());
  await runtime.pass(10);
  expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  expect(again.metrics().leases).toBe(3);
  await runtime.run(again.stop());
});

test('an idle one does next to nothing', async () => {
  const { runtime, stream, counted, calls, consumer } = setUp();
  stream.open('s');
  stream.write('s');
  const own = consumer({ leases, store: counted });
  await runtime.run(own.start());
  await runtime.pass(2000);
  const [callsBefore, readsBefore] = [calls(), stream.reads];
  await runtime.pass(6 * minutes10);
  // Each ten minutes: a renewal, a look at the leases, one at the shards and their leases, and a read.
  expect(calls() - callsBefore).toBeLessThanOrEqual(3 * 7);
  expect(stream.reads - readsBefore).toBeLessThanOrEqual(7);
  await runtime.run(own.stop());
});

describe('children of a shard that ended', () => {
  test('are read at once', async () => {
    const { runtime, stream, seen, wake, consumer } = setUp();
    stream.open('s');
    const own = consumer({ leases });
    await runtime.run(own.start());
    await runtime.pass(2000);
    stream.split('s', 'a', 'b');
    for (const id of ['a', 'b']) {
      stream.write(id);
      stream.split(id, `${id}1`, `${id}2`);
      for (const child of ['1', '2']) stream.write(id + child);
    }
    wake();
    await runtime.pass(10);
    expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    await runtime.run(own.stop());
  });

  test('are read soon when they are listed late', async () => {
    const { runtime, stream, seen, wake, consumer } = setUp();
    stream.open('s');
    const own = consumer({ leases });
    await runtime.run(own.start());
    await runtime.pass(2000);
    stream.close('s');
    wake();
    await runtime.pass(3000);
    stream.open('a', ['s']);
    stream.write('a');
    await runtime.pass(5000);
    expect(seen).toEqual([1]);
    await runtime.run(own.stop());
  });
});

test('checkpoints are written behind the work, however slow the store is', async () => {
  const { runtime, stream, store, seen, consumer } = setUp();
  const checkpoints: number[] = [];
  const slow: LeaseStore = {
    ...store,
    async checkpoint(application, lease, checkpoint) {
      await runtime.clock.sleep(300);
      checkpoints.push(seen.length);
      return store.checkpoint(application, lease, checkpoint);
    },
  };
  stream.open('s');
  for (let count = 0; count < 100; count += 1) stream.write('s');
  const own = consumer({
    store: slow,
    leases: { checkpointMs: 10 },
    batch: { size: 1 },
    async handler({ records }) {
      await runtime.clock.sleep(10);
      seen.push(...records.map(({ value }) => value));
    },
  });
  await runtime.run(own.start());
  await runtime.pass(1010);
  expect(seen).toHaveLength(100);
  // One write after another, each with all that was processed when it began.
  expect(checkpoints.length).toBeGreaterThan(2);
  expect(checkpoints.length).toBeLessThan(5);
  await runtime.run(own.stop());
  const [lease] = await store.list('test');
  expect(lease?.checkpoint).toMatchObject({ sequenceNumber: String(10n ** 20n + 100n) });
});
