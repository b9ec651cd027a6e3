// Watermarks of a consumer: what is announced when, between which batches.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryLeases } from './leases/memory-leases.ts';
import { consumersOfAFakeStream } from './testing/fake-consumers.ts';
import type { WatermarkOptions } from './watermark.ts';

const everyMs = 60_000;

function setUp({ polling = {} } = {}) {
  const all = consumersOfAFakeStream({ polling });
  const { runtime } = all;
  const begun = runtime.clock.now();
  const log: string[] = [];
  const inMinutes = (time: number) => String((time - begun) / everyMs);
  const options = (
    own: Partial<WatermarkOptions> = {},
    handling: () => Promise<void> = async () => {},
  ) => ({
    watermarks: {
      everyMs,
      onWatermark({ time, isFinal }: { time: number; isFinal: boolean }) {
        log.push(`${isFinal ? 'end' : 'mark'} ${inMinutes(time)}`);
      },
      ...own,
    },
    async handler({ records }: { records: readonly { value: number }[] }) {
      await handling();
      log.push(records.map(({ value }) => value).join(' '));
    },
  });
  return { ...all, log, options, begun };
}

test('windows end between batches, and no batch reaches across', async () => {
  const { runtime, stream, consumer, log, options } = setUp();
  stream.open('s');
  for (const pauseMs of [10_000, 10_000, 50_000, 10_000, 180_000, 1000]) {
    stream.write('s');
    await runtime.pass(pauseMs);
  }
  stream.close('s');
  stream.ended = true;
  const own = consumer(options());
  await runtime.run(own.start());
  await runtime.run(own.done);
  expect(log).toEqual(['mark 0', '1 2 3', 'mark 1', '4 5', 'mark 2', '6', 'end 5']);
});

test('an idle shard is looked at when a window ends, and not again', async () => {
  const { runtime, stream, consumer, log, options, begun } = setUp({
    polling: { idlePollMs: 600_000 },
  });
  stream.open('s');
  stream.write('s');
  const own = consumer(options({ graceMs: 2000 }));
  await runtime.run(own.start());
  await runtime.pass(61_999 - (runtime.clock.now() - begun));
  expect(log).toEqual(['mark 0', '1']);
  await runtime.pass(1);
  expect(log).toEqual(['mark 0', '1', 'mark 1']);
  const { reads } = stream;
  await runtime.pass(300_000);
  expect(stream.reads - reads).toBeLessThan(2);
  expect(log).toHaveLength(3);
  await runtime.run(own.stop());
});

test('what is written before a window ends is handed out before its mark', async () => {
  const { runtime, stream, consumer, log, options } = setUp({
    polling: { idlePollMs: 600_000 },
  });
  stream.open('s');
  stream.write('s');
  const own = consumer(options());
  await runtime.run(own.start());
  await runtime.pass(59_000);
  stream.write('s');
  await runtime.pass(3000);
  expect(log).toEqual(['mark 0', '1', '2', 'mark 1']);
  await runtime.run(own.stop());
});

test('a window of batches ends with its window of time', async () => {
  const { runtime, stream, consumer, log, options } = setUp();
  stream.open('s');
  const own = consumer({ ...options(), batch: { windowMs: 300_000 } });
  await runtime.run(own.start());
  await runtime.pass(20_000);
  stream.write('s');
  await runtime.pass(20_000);
  stream.write('s');
  await runtime.pass(10_000);
  expect(log).toEqual(['mark 0']);
  await runtime.pass(11_000);
  expect(log).toEqual(['mark 0', '1 2', 'mark 1']);
  await runtime.run(own.stop());
});

test('a record that comes late is handed out alone, without a mark', async () => {
  const { runtime, stream, consumer, log, options } = setUp();
  stream.open('s');
  stream.write('s');
  await runtime.pass(70_000);
  stream.write('s');
  Object.assign(stream.write('s'), { time: runtime.clock.now() - 30_000 });
  stream.write('s');
  stream.close('s');
  stream.ended = true;
  const own = consumer(options());
  await runtime.run(own.start());
  await runtime.run(own.done);
  expect(log).toEqual(['mark 0', '1', 'mark 1', '2', '3', '4', 'end 2']);
});

describe('a mark that fails', () => {
  test('is announced until it is heard, and nothing later is handed out meanwhile', async () => {
    const { runtime, stream, consumer, events, log, options, begun } = setUp();
    stream.open('s');
    stream.write('s');
    await runtime.pass(70_000);
    stream.write('s');
    const attempts: number[] = [];
    const { handler } = options();
    const own = consumer({
      handler,
      watermarks: {
        everyMs,
        onWatermark(mark, { attempt }) {
          if (log.length > 0) attempts.push(attempt);
          if (log.length > 0 && attempt < 5) throw new Error('not yet');
          log.push(`mark ${(mark.time - begun) / everyMs}`);
        },
      },
    });
    await runtime.run(own.start());
    await runtime.pass(50);
    expect(log).toEqual(['mark 0', '1']);
    await runtime.pass(5000);
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    expect(log).toEqual(['mark 0', '1', 'mark 1', '2']);
    expect(events.filter(({ type }) => type === 'watermark-failed')).toHaveLength(4);
    await runtime.run(own.stop());
  });

  test('is announced by the next worker when this one stops, and the shard is not finished before', async () => {
    const { runtime, stream, consumer, checkpoints, log, options } = setUp();
    stream.open('s');
    stream.write('s');
    stream.close('s');
    stream.ended = true;
    const first = consumer(
      options({
        onWatermark({ isFinal }) {
          if (isFinal) throw new Error('never');
        },
      }),
    );
    await runtime.run(first.start());
    await runtime.pass(100_000);
    expect(await checkpoints()).toEqual({ s: 'AFTER_SEQUENCE_NUMBER' });
    await runtime.run(first.stop());
    const second = consumer(options());
    await runtime.run(second.start());
    await runtime.run(second.done);
    expect(log).toEqual(['1', 'end 2']);
    expect(await checkpoints()).toEqual({ s: 'FINISHED' });
  });
});

test('a window in which another worker was is ended by the one that goes on, also when nothing comes', async () => {
  const { runtime, stream, consumer, log, options } = setUp();
  stream.open('s');
  stream.write('s');
  const first = consumer(options());
  await runtime.run(first.start());
  await runtime.pass(10_000);
  await runtime.run(first.stop());
  const second = consumer(options());
  await runtime.run(second.start());
  await runtime.pass(600_000);
  await runtime.run(second.stop());
  expect(log).toEqual(['mark 0', '1', 'mark 1']);
});

test('records side by side have no watermarks', () => {
  const { consumer, options } = setUp();
  expect(() => consumer({ ...options(), concurrencyPerShard: 2 })).toThrow(RangeError);
  expect(() => consumer(options({ everyMs: 0 }))).toThrow('watermarks.everyMs is 0');
});

test('whatever is written when, through restarts and failures: a sum of each window is right when it ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ count: fc.nat(3), pauseMs: fc.nat(100_000), restart: fc.boolean() }), {
        maxLength: 12,
      }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, size) => {
        const { runtime, stream, consumer, begun } = setUp();
        const store = memoryLeases();
        const windowOf = (time: number) => Math.floor((time - begun) / everyMs);
        const written = new Map<number, number>();
        const sums = new Map<number, number>();
        const ended = new Map<number, number>();
        let calls = 0;
        stream.open('s');
        const start = async () => {
          const own = consumer({
            store,
            batch: { size },
            watermarks: {
              everyMs,
              onWatermark({ time }) {
                calls += 1;
                if (calls % 3 === 0) throw new Error('not this time');
                for (const [window, sum] of sums) {
                  if (window >= windowOf(time) || ended.has(window)) continue;
                  ended.set(window, sum);
                }
              },
            },
            async handler({ records }) {
              await runtime.clock.sleep(500);
              for (const { time } of records) {
                const window = windowOf(time);
                expect(ended.has(window)).toBe(false);
                sums.set(window, (sums.get(window) ?? 0) + 1);
              }
              expect(new Set(records.map(({ time }) => windowOf(time))).size).toBe(1);
            },
          });
          await runtime.run(own.start());
          return own;
        };
        let own = await start();
        for (const { count, pauseMs, restart } of steps) {
          for (let left = count; left > 0; left -= 1) {
            const window = windowOf(stream.write('s').time);
            written.set(window, (written.get(window) ?? 0) + 1);
          }
          await runtime.pass(pauseMs);
          if (!restart) continue;
          await runtime.run(own.stop());
          own = await start();
        }
        stream.close('s');
        stream.ended = true;
        await runtime.run(own.done);
        expect(ended).toEqual(written);
      },
    ),
    { numRuns: 30 },
  );
});
