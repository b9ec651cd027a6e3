import fc from 'fast-check';
import { expect, test } from 'vitest';
import { manualRuntime } from '../base/manual-runtime.ts';
import { readLimits } from './read-limits.ts';

const MB = 1024 * 1024;

function open() {
  const { clock } = manualRuntime();
  const limits = readLimits(clock);
  /** A call that brings a page of so many bytes. */
  const read = (shard: string, reader: number, bytes = 0) => {
    const exceeded = limits.admit(shard, reader);
    if (exceeded === undefined) limits.took(shard, bytes);
    return exceeded;
  };
  return { clock, limits, read };
}

test('five calls a second, in whichever second', async () => {
  const { clock, read } = open();
  for (let call = 0; call < 5; call += 1) {
    expect(read('s', 1)).toBeUndefined();
    await clock.advance(100);
  }
  expect(read('s', 1)).toBe('calls');
  await clock.advance(499);
  expect(read('s', 1)).toBe('calls');
  await clock.advance(1);
  expect(read('s', 1)).toBeUndefined();
  expect(read('s', 1)).toBe('calls');
});

test('two megabytes a second, and what a page took too much is waited for', async () => {
  const { clock, read } = open();
  expect(read('s', 1, MB)).toBeUndefined();
  expect(read('s', 1, MB)).toBeUndefined();
  expect(read('s', 1)).toBe('bytes');
  await clock.advance(1);
  expect(read('s', 1, MB)).toBeUndefined();
  await clock.advance(499);
  expect(read('s', 1)).toBe('bytes');
  await clock.advance(1);
  expect(read('s', 1)).toBeUndefined();
});

test('two readers at once, until one of them has been quiet for a second', async () => {
  const { clock, read } = open();
  expect(read('s', 1)).toBeUndefined();
  await clock.advance(500);
  expect(read('s', 2)).toBeUndefined();
  expect(read('s', 3)).toBe('readers');
  expect(read('s', 1)).toBeUndefined();
  await clock.advance(999);
  expect(read('s', 3)).toBe('readers');
  await clock.advance(1);
  expect(read('s', 3)).toBeUndefined();
});

test('shards do not count for each other', () => {
  const { read } = open();
  for (let call = 0; call < 5; call += 1) read('s', 1, MB);
  expect(read('s', 1)).toBeDefined();
  expect(read('t', 1)).toBeUndefined();
});

test('a shard is forgotten once it is quiet and paid for', async () => {
  const { clock, limits, read } = open();
  for (let shard = 0; shard < 100; shard += 1) read(`s${shard}`, shard, 3 * MB);
  await clock.advance(1499);
  read('other', 0);
  expect(limits.size).toBe(101);
  await clock.advance(1);
  read('other', 0);
  expect(limits.size).toBe(1);
});

/** A call of a reader after some time, and the size of the page that it would bring. */
const step = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1500 })),
  shard: fc.constantFrom('s', 't'),
  reader: fc.integer({ min: 1, max: 4 }),
  bytes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: MB })),
});

test('what is admitted keeps to the limits, and what is refused would not have', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { clock, read } = open();
      const admitted: { at: number; shard: string; reader: number; bytes: number }[] = [];
      for (const { afterMs, shard, reader, bytes } of steps) {
        await clock.advance(afterMs);
        const now = clock.now();
        const before = admitted.filter((one) => one.shard === shard);
        const second = before.filter(({ at }) => at > now - 1000);
        // The bytes still owed now: each page adds to them, and 2 MB a second pay them off.
        let owed = 0;
        let since = before[0]?.at ?? now;
        for (const page of before) {
          owed = Math.max(0, owed - ((page.at - since) / 1000) * 2 * MB) + page.bytes;
          since = page.at;
        }
        owed = Math.max(0, owed - ((now - since) / 1000) * 2 * MB);
        const readers = new Set(second.map((one) => one.reader)).add(reader);
        const exceeded = read(shard, reader, bytes);
        switch (exceeded) {
          case undefined:
            expect(second.length).toBeLessThan(5);
            expect(readers.size).toBeLessThanOrEqual(2);
            expect(owed).toBeLessThan(2 * MB + 1);
            admitted.push({ at: now, shard, reader, bytes });
            break;
          case 'calls':
            expect(second).toHaveLength(5);
            break;
          case 'readers':
            expect(readers.size).toBe(3);
            break;
          case 'bytes':
            expect(owed).toBeGreaterThan(2 * MB - 1);
            break;
        }
      }
    }),
  );
});
