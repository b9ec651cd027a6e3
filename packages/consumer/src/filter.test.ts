import { expect, test } from 'vitest';
import { consumersOfAFakeStream } from './testing/fake-consumers.ts';
import type { FakeRecord } from './testing/fake-stream.ts';

const isEven = ({ value }: FakeRecord) => value % 2 === 0;

test('what the filter rejects never comes, fills no batch, and is named in an event', async () => {
  const { runtime, stream, events, consumer } = consumersOfAFakeStream();
  const batches: number[][] = [];
  stream.open('s');
  for (let count = 0; count < 10; count += 1) stream.write('s');
  const own = consumer({
    filter: isEven,
    batch: { size: 3 },
    handler({ records }) {
      batches.push(records.map(({ value }) => value));
    },
  });
  await runtime.run(own.start());
  await runtime.pass(1000);
  await runtime.run(own.stop());
  expect(batches).toEqual([
    [2, 4, 6],
    [8, 10],
  ]);
  expect(events.filter(({ type }) => type === 'records-filtered')).toMatchObject([
    { shardId: 's', records: [1, 3, 5, 7, 9].map((value) => ({ value })) },
  ]);
  expect(own.metrics()).toMatchObject({
    recordsRead: 10,
    recordsProcessed: 5,
    recordsFiltered: 5,
    lagRecords: 0,
  });
});

test.each([0, 1000])(
  'the checkpoint passes what was rejected, also when nothing else came; every %i ms',
  async (checkpointMs) => {
    const { runtime, stream, store, seen, consumer } = consumersOfAFakeStream();
    stream.open('s');
    const written = Array.from({ length: 4 }, () => stream.write('s'));
    const own = consumer({ filter: () => false, leases: { checkpointMs } });
    await runtime.run(own.start());
    await runtime.pass(3000);
    expect(await store.list('test')).toMatchObject([
      { checkpoint: { sequenceNumber: written[3]?.sequenceNumber } },
    ]);
    await runtime.run(own.stop());
    expect(seen).toEqual([]);
  },
);

test('the checkpoint does not pass what was rejected before what is in the handler is processed', async () => {
  const { runtime, stream, store, consumer } = consumersOfAFakeStream();
  stream.open('s');
  for (let count = 0; count < 5; count += 1) stream.write('s');
  const own = consumer({
    filter: ({ value }) => value === 2,
    async handler() {
      await runtime.clock.sleep(10_000);
    },
  });
  const checkpoint = async () => (await store.list('test'))[0]?.checkpoint;
  await runtime.run(own.start());
  await runtime.pass(9000);
  expect(await checkpoint()).toMatchObject({ sequenceNumber: String(10n ** 20n + 1n) });
  await runtime.pass(3000);
  expect(await checkpoint()).toMatchObject({ sequenceNumber: String(10n ** 20n + 5n) });
  await runtime.run(own.stop());
});

test('what is rejected does not hold the reading up', async () => {
  const { runtime, stream, consumer } = consumersOfAFakeStream();
  const batches: number[][] = [];
  stream.open('s');
  for (let count = 0; count < 5000; count += 1) stream.write('s');
  const own = consumer({
    filter: ({ value }) => value % 1000 === 0,
    batch: { size: 5, buffer: 10, windowMs: 300_000 },
    handler({ records }) {
      batches.push(records.map(({ value }) => value));
    },
  });
  await runtime.run(own.start());
  await runtime.pass(200_000);
  expect(batches).toEqual([[1000, 2000, 3000, 4000, 5000]]);
  await runtime.run(own.stop());
});

test('a filter that throws ends the consumer, and nothing behind is passed', async () => {
  const { runtime, stream, store, seen, consumer } = consumersOfAFakeStream();
  stream.open('s');
  for (let count = 0; count < 5; count += 1) stream.write('s');
  const own = consumer({
    batch: { size: 1 },
    filter({ value }) {
      if (value === 3) throw new Error('what is three?');
      return true;
    },
  });
  const failed = own.done.catch((error: unknown) => error);
  await runtime.run(own.start());
  expect(await runtime.run(failed)).toEqual(new Error('what is three?'));
  const [lease] = await store.list('test');
  expect(lease).not.toHaveProperty('owner');
  const next = consumer();
  await runtime.run(next.start());
  await runtime.pass(1000);
  await runtime.run(next.stop());
  expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
});
