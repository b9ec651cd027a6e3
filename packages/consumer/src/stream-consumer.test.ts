import { describe, expect, test } from 'vitest';
import type { ConsumerEvent } from './events.ts';
import { GivenUp } from './failure-policy.ts';
import type { LeaseStore } from './lease-store.ts';
import type { ConsumerOptions } from './options.ts';
import { SourceError } from './source-error.ts';
import { StreamConsumer } from './stream-consumer.ts';
import { consumersOfAFakeStream as setUp } from './testing/fake-consumers.ts';
import { type FakeRecord, FakeStream } from './testing/fake-stream.ts';
import { process } from './testing/process.ts';

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('one worker', () => {
  test('reads a disabled stream to its end and is done', async () => {
    const { runtime, stream, seen, consumer, checkpoints } = setUp();
    stream.open('s');
    for (let count = 0; count < 5; count += 1) stream.write('s');
    stream.split('s', 'a', 'b');
    stream.write('a');
    stream.close('a');
    stream.close('b');
    stream.ended = true;
    const own = consumer();
    await runtime.run(own.start());
    expect(await runtime.run(own.done)).toBe('stream-ended');
    expect(seen).toEqual(upTo(6));
    expect(await checkpoints()).toEqual({ s: 'FINISHED', a: 'FINISHED', b: 'FINISHED' });
    expect(own.state()).toMatchObject({ status: 'ended', shards: [] });
    expect(own.metrics()).toMatchObject({ recordsProcessed: 6, shardsFinished: 3, lagMs: 0 });
  });

  test('goes on where it was, after a stop', async () => {
    const { runtime, stream, seen, consumer } = setUp();
    stream.open('s');
    stream.write('s');
    for (let starts = 0; starts < 3; starts += 1) {
      const own = consumer();
      await runtime.run(own.start());
      stream.write('s');
      await runtime.pass(5000);
      await runtime.run(own.stop());
      expect(await own.done).toBe('stopped');
      stream.write('s');
    }
    const last = consumer();
    await runtime.run(last.start());
    await runtime.pass(5000);
    await runtime.run(last.stop());
    expect(seen).toEqual(upTo(7));
  });

  test('finds children that are listed only after a while', async () => {
    const { runtime, stream, seen, consumer } = setUp();
    stream.open('s');
    stream.write('s');
    stream.close('s');
    const own = consumer();
    await runtime.run(own.start());
    await runtime.pass(3000);
    stream.open('child', ['s']);
    stream.write('child');
    // Long before the next regular look.
    await runtime.pass(10_000);
    expect(seen).toEqual([1, 2]);
    await runtime.run(own.stop());
  });

  test.each(['answers', 'loses the answer that the lease of its child is made'])(
    'reports shards that came and went while nobody looked, by a store that %s',
    async (how) => {
      const { runtime, stream, store, events, seen, consumer } = setUp();
      stream.open('s');
      stream.write('s');
      stream.close('s');
      const first = consumer();
      await runtime.run(first.start());
      await runtime.pass(1000);
      await runtime.run(first.stop());
      stream.drop('s');
      stream.open('grandchild', ['child']);
      stream.write('grandchild');
      let isLost = how !== 'answers';
      const second = consumer({
        store: {
          ...store,
          async create(application, lease) {
            const isMade = await store.create(application, lease);
            if (!isLost) return isMade;
            isLost = false;
            throw new Error('The answer was lost.');
          },
        },
      });
      await runtime.run(second.start());
      await runtime.pass(1000);
      await runtime.run(second.stop());
      expect(seen).toEqual([1, 2]);
      expect(events.filter(({ type }) => type === 'gap')).toEqual([
        { type: 'gap', shardId: 'child', shardGone: true },
      ]);
    },
  );

  test('a stream that is deleted is a gap, and the end', async () => {
    const { runtime, stream, events, consumer } = setUp();
    stream.open('s');
    stream.write('s');
    const own = consumer();
    await runtime.run(own.start());
    await runtime.pass(1000);
    stream.fault = () => {
      throw new SourceError('not-found', 'There is no such stream.');
    };
    expect(await runtime.run(own.done)).toBe('stream-ended');
    expect(events.filter(({ type }) => type === 'gap')).toMatchObject([
      { shardId: 's', after: {}, shardGone: true },
    ]);
  });

  test('start rejects when the stream may not be read, and tries again what may pass', async () => {
    const { runtime, stream, consumer } = setUp();
    stream.open('s');
    stream.fault = () => {
      throw new SourceError('denied', 'no');
    };
    await expect(runtime.run(consumer().start())).rejects.toMatchObject({ kind: 'denied' });
    let failures = 3;
    stream.fault = () => {
      failures -= 1;
      if (failures >= 0) throw new SourceError('throttled', 'slowly');
    };
    const own = consumer();
    await runtime.run(own.start());
    await runtime.run(own.stop());
  });

  test('another stream under the name of the same application is refused, and its leases stay', async () => {
    const { runtime, stream, store, consumer, checkpoints } = setUp();
    stream.open('s');
    const own = consumer();
    await runtime.run(own.start());
    await runtime.run(own.stop());
    const before = await store.list('test');
    const other = Object.assign(new FakeStream(runtime.clock), { name: 'arn:fake:other' });
    other.open('t');
    await expect(runtime.run(consumer({ source: other }).start())).rejects.toThrow(
      'The application test follows arn:fake:stream. To follow arn:fake:other, give it another name',
    );
    expect(await store.list('test')).toEqual(before);
    expect(await checkpoints()).toEqual({ s: 'TRIM_HORIZON' });
  });

  test('a listener that throws ends it', async () => {
    const { runtime, stream, consumer } = setUp();
    stream.open('s');
    const own = consumer();
    own.on('lease-taken', () => {
      throw new Error('listener');
    });
    const failed = own.done.catch((error: unknown) => error);
    await runtime.run(own.start());
    expect(await runtime.run(failed)).toEqual(new Error('listener'));
    expect(own.state().status).toBe('failed');
  });
});

describe('LATEST', () => {
  test('what is written after start, and new shards from their beginning', async () => {
    const { runtime, stream, seen, consumer } = setUp();
    stream.open('s');
    stream.write('s');
    const own = consumer({ position: 'LATEST' });
    await runtime.run(own.start());
    stream.write('s');
    stream.split('s', 'a', 'b');
    stream.write('a');
    stream.write('b');
    await runtime.pass(5000);
    await runtime.run(own.stop());
    expect(seen.toSorted((a, b) => a - b)).toEqual([2, 3, 4]);
  });

  test.each([true, false])(
    'nothing is missed over a restart before the first record; timestamps: %s',
    async (hasTimestamps) => {
      const { runtime, stream, seen, consumer } = setUp({ hasTimestamps });
      stream.open('s');
      stream.write('s');
      await runtime.pass(60_000);
      const first = consumer({ position: 'LATEST' });
      await runtime.run(first.start());
      await runtime.run(first.stop());
      stream.write('s');
      stream.expireIterators();
      await runtime.pass(3_600_000);
      const second = consumer({ position: 'LATEST' });
      await runtime.run(second.start());
      await runtime.pass(5000);
      await runtime.run(second.stop());
      expect(seen).toEqual([2]);
    },
  );

  test('the place is kept while nothing comes, within the life of an iterator', async () => {
    const { runtime, stream, store, consumer } = setUp();
    stream.open('s');
    const own = consumer({ position: 'LATEST' });
    await runtime.run(own.start());
    const iterator = async () => {
      const [lease] = await store.list('test');
      return lease?.checkpoint.type === 'LATEST' ? lease.checkpoint.iterator : undefined;
    };
    const first = await iterator();
    await runtime.pass(70_000);
    const second = await iterator();
    expect(first).toBeDefined();
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
    await runtime.run(own.stop());
  });
});

describe('replay', () => {
  test('a range of a shard, as a dead letter names it', async () => {
    const { runtime, stream, seen, consumer } = setUp();
    stream.open('s');
    stream.open('other');
    const written = upTo(6).map(() => stream.write('s'));
    stream.write('other');
    const from = written[1]?.sequenceNumber ?? '';
    const to = written[3]?.sequenceNumber ?? '';
    const own = consumer({ position: { type: 'REPLAY', ranges: [{ shardId: 's', from, to }] } });
    await runtime.run(own.start());
    expect(await runtime.run(own.done)).toBe('replayed');
    expect(seen).toEqual([2, 3, 4]);
  });

  test('a stretch of time of all shards', async () => {
    const { runtime, stream, seen, consumer } = setUp();
    const begun = runtime.clock.now();
    stream.open('s');
    for (let minute = 0; minute < 6; minute += 1) {
      if (minute === 3) stream.split('s', 'a', 'b');
      stream.write(minute < 3 ? 's' : 'a');
      await runtime.pass(60_000);
    }
    const position = { type: 'REPLAY', fromTime: begun + 60_000, toTime: begun + 240_000 } as const;
    const own = consumer({ position });
    await runtime.run(own.start());
    expect(await runtime.run(own.done)).toBe('replayed');
    expect(seen).toEqual([2, 3, 4, 5]);
  });
});

describe('processing', () => {
  test('keys side by side, each in order; the checkpoint stays before the first that is unfinished', async () => {
    const { runtime, stream, store, consumer } = setUp();
    stream.open('s');
    for (const key of ['slow', 'a', 'b', 'slow', 'c', 'a']) stream.write('s', key);
    const done: string[] = [];
    const own = consumer({
      concurrencyPerShard: 8,
      batch: { size: 1 },
      async handler({ records }) {
        const { key, value } = records[0] as FakeRecord;
        if (key === 'slow') await runtime.clock.sleep(30_000);
        done.push(`${key}${value}`);
      },
    });
    await runtime.run(own.start());
    await runtime.pass(20_000);
    expect(done.toSorted()).toEqual(['a2', 'a6', 'b3', 'c5']);
    expect((await store.list('test'))[0]?.checkpoint).toEqual({ type: 'TRIM_HORIZON' });
    expect(own.metrics()).toMatchObject({ recordsProcessed: 4, lagRecords: 6 });
    expect(own.metrics().lagMs).toBeGreaterThan(19_000);
    await runtime.pass(15_000);
    expect((await store.list('test'))[0]?.checkpoint).toMatchObject({
      sequenceNumber: String(10n ** 20n + 3n),
    });
    await runtime.run(own.stop());
    expect(done.slice(4)).toEqual(['slow1', 'slow4']);
  });

  test('a stop hands out what stands before records that are processed, so that none comes twice', async () => {
    const { runtime, stream, consumer } = setUp();
    stream.open('s');
    for (const key of ['slow', 'slow', 'fast', 'slow', 'fast', 'slow']) stream.write('s', key);
    const handled: number[] = [];
    const own = () =>
      consumer({
        concurrencyPerShard: 8,
        batch: { size: 1 },
        async handler({ records }) {
          const { key, value } = records[0] as FakeRecord;
          if (key === 'slow') await runtime.clock.sleep(10_000);
          handled.push(value);
        },
      });
    const first = own();
    await runtime.run(first.start());
    await runtime.pass(1000);
    await runtime.run(first.stop());
    expect(handled).toEqual([3, 5, 1, 2, 4]);
    const second = own();
    await runtime.run(second.start());
    await runtime.pass(15_000);
    await runtime.run(second.stop());
    expect(handled).toEqual([3, 5, 1, 2, 4, 6]);
  });

  test('a slow handler holds the reading up, and memory is bounded', async () => {
    const { runtime, stream, consumer } = setUp();
    stream.open('s');
    for (let count = 0; count < 500; count += 1) stream.write('s');
    let largest = 0;
    const own = consumer({
      batch: { size: 10, buffer: 40 },
      async handler({ records }) {
        largest = Math.max(largest, records.length);
        await runtime.clock.sleep(1000);
      },
    });
    await runtime.run(own.start());
    await runtime.pass(10_000);
    const { shards } = own.metrics();
    expect(largest).toBe(10);
    expect(shards[0]).toMatchObject({ phase: 'full' });
    expect(shards[0]?.lagRecords).toBeLessThanOrEqual(40);
    await runtime.run(own.stop());
  });

  test('large records hold it up by their bytes', async () => {
    const { runtime, stream, consumer } = setUp({ polling: { maxRecords: 10 } });
    stream.open('s');
    for (let count = 0; count < 500; count += 1) stream.write('s');
    let [largest, most] = [0, 0];
    const own = consumer({
      batch: { bytes: 1000, bufferBytes: 3000 },
      async handler({ records }) {
        largest = Math.max(largest, records.length);
        await runtime.clock.sleep(1000);
        most = Math.max(most, own.metrics().lagRecords);
      },
    });
    await runtime.run(own.start());
    await runtime.pass(20_000);
    expect(own.metrics().shards[0]).toMatchObject({ phase: 'full' });
    // Each record has 100 bytes, and a page ten records.
    expect(largest).toBe(10);
    expect(most).toBeGreaterThan(20);
    expect(most).toBeLessThan(40);
    await runtime.run(own.stop());
  });

  test('a window fills batches, and the end of the shard does not wait for it', async () => {
    const { runtime, stream, consumer } = setUp();
    const batches: number[][] = [];
    stream.open('s');
    stream.write('s');
    const own = consumer({
      batch: { windowMs: 60_000, size: 3 },
      handler({ records }) {
        batches.push(records.map(({ value }) => value));
      },
    });
    await runtime.run(own.start());
    await runtime.pass(30_000);
    stream.write('s');
    await runtime.pass(29_000);
    expect(batches).toEqual([]);
    await runtime.pass(3000);
    expect(batches).toEqual([[1, 2]]);
    for (let count = 0; count < 4; count += 1) stream.write('s');
    await runtime.pass(3000);
    expect(batches).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    stream.close('s');
    stream.ended = true;
    await runtime.run(own.done);
    expect(batches.at(-1)).toEqual([6]);
  });

  test('a handler that fails for good ends the worker, and the next start begins with its records', async () => {
    const { runtime, stream, seen, consumer } = setUp();
    stream.open('s');
    for (let count = 0; count < 5; count += 1) stream.write('s');
    const own = consumer({
      batch: { size: 2 },
      failure: { maxAttempts: 2 },
      handler({ records }) {
        if (records.some(({ value }) => value === 3)) throw new Error('three');
        seen.push(...records.map(({ value }) => value));
      },
    });
    const failed = own.done.catch((error: unknown) => error);
    await runtime.run(own.start());
    expect(await runtime.run(failed)).toBeInstanceOf(GivenUp);
    const next = consumer();
    await runtime.run(next.start());
    await runtime.pass(1000);
    await runtime.run(next.stop());
    expect(seen).toEqual(upTo(5));
  });

  test('events are heard by type until the listener leaves', async () => {
    const { runtime, stream, consumer } = setUp();
    stream.open('s');
    const own = consumer();
    const heard: string[] = [];
    const leave = own.on('lease-taken', ({ shardId }) => heard.push(shardId));
    await runtime.run(own.start());
    expect(heard).toEqual(['s']);
    leave();
    stream.split('s', 'a');
    await runtime.pass(10_000);
    expect(heard).toEqual(['s']);
    await runtime.run(own.stop());
  });
});

describe('iterating', () => {
  function iterating() {
    const all = setUp();
    const { stream, runtime, store, consumer } = all;
    stream.open('s');
    for (let count = 0; count < 6; count += 1) stream.write('s');
    const { handler: _, ...rest } = { handler: undefined };
    const open = () =>
      new StreamConsumer<FakeRecord>({
        application: 'test',
        source: stream,
        store,
        runtime,
        batch: { size: 2 },
        ...rest,
      });
    return { ...all, consumer, open };
  }

  test('batches, until the stream ends', async () => {
    const { runtime, stream, open } = iterating();
    stream.close('s');
    stream.ended = true;
    const seen: number[][] = [];
    const loop = async () => {
      for await (const batch of open()) seen.push(batch.records.map(({ value }) => value));
    };
    await runtime.run(loop());
    expect(seen).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  test('what the loop leaves comes again, and nothing before it', async () => {
    const { runtime, open } = iterating();
    const seen: number[] = [];
    const until = async (last: number) => {
      for await (const record of open().records()) {
        if (record.value === last) break;
        seen.push(record.value);
      }
    };
    await runtime.run(until(4));
    await runtime.run(until(6));
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test('batches that are failed come again', async () => {
    const { runtime, open } = iterating();
    const seen: number[][] = [];
    const consumer = open();
    const loop = async () => {
      for await (const batch of consumer.batches({ ack: 'manual' })) {
        seen.push(batch.records.map(({ value }) => value));
        if (seen.length === 1) batch.fail(new Error('half'), batch.records[1]?.sequenceNumber);
        else batch.ack();
        if (seen.flat().includes(6)) void consumer.stop();
      }
    };
    await runtime.run(loop());
    expect(seen).toEqual([[1, 2], [2], [3, 4], [5, 6]]);
  });

  test('throws what ended the consumer', async () => {
    const { runtime, stream, open } = iterating();
    stream.fault = (call) => {
      if (call === 'read') throw new SourceError('invalid', 'no iterator');
    };
    const loop = async () => {
      for await (const _ of open());
    };
    await expect(runtime.run(loop())).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('several workers', () => {
  const shards = upTo(6).map((number) => `shard ${number}`);

  function team() {
    const all = setUp();
    for (const id of shards) all.stream.open(id);
    const events: Record<string, ConsumerEvent[]> = {};
    /** What each worker had in its handler, in order. */
    const handled: { worker: string; value: number }[] = [];
    const member = (worker: string, own: Partial<ConsumerOptions<FakeRecord>> = {}) => {
      const inside = process(all.runtime);
      const list: ConsumerEvent[] = [];
      events[worker] = list;
      const consumer = all.consumer({
        worker,
        runtime: inside.runtime,
        store: inside.inside(all.store),
        source: inside.inside(all.stream),
        onEvent: (event) => list.push(event),
        handler: ({ records }) => {
          handled.push(...records.map(({ value }) => ({ worker, value })));
        },
        ...own,
      });
      return { consumer, ...inside };
    };
    const writeAll = () => {
      for (const id of shards) all.stream.write(id);
    };
    const values = () => handled.map(({ value }) => value).toSorted((a, b) => a - b);
    const owners = async () => {
      const leases = await all.store.list('test');
      return leases.map(({ owner = 'none' }) => owner).toSorted();
    };
    return { ...all, member, events, handled, writeAll, values, owners };
  }

  test('share the shards without handing anything out twice, as they come and go', async () => {
    const { runtime, member, writeAll, values, owners } = team();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => member(name).consumer);
    await runtime.run(a!.start());
    writeAll();
    await runtime.pass(3000);
    expect(await owners()).toEqual(Array(6).fill('a'));
    await runtime.run(b!.start());
    await runtime.run(c!.start());
    for (let round = 0; round < 10; round += 1) {
      writeAll();
      await runtime.pass(7000);
    }
    expect(await owners()).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
    expect(a!.metrics()).toMatchObject({ leases: 2, leasesOfAll: 6, workers: 3 });
    await runtime.run(a!.stop());
    await runtime.pass(10_000);
    expect(await owners()).toEqual(['b', 'b', 'b', 'c', 'c', 'c']);
    await Promise.all([runtime.run(b!.stop()), runtime.run(c!.stop())]);
    expect(values()).toEqual(upTo(66));
  });

  test('one that is killed loses its leases after their time, and nothing is lost', async () => {
    const { runtime, member, writeAll, values, owners } = team();
    const [a, b] = [member('a'), member('b')];
    await runtime.run(a.consumer.start());
    await runtime.run(b.consumer.start());
    writeAll();
    await runtime.pass(60_000);
    a.pause();
    writeAll();
    await runtime.pass(9000);
    expect(await owners()).toContain('a');
    await runtime.pass(20_000);
    expect(await owners()).toEqual(Array(6).fill('b'));
    expect(values()).toEqual(upTo(12));
    await runtime.run(b.consumer.stop());
  });

  test('one that was stopped for longer than its leases writes nothing any more', async () => {
    const { runtime, member, writeAll, values, owners, events, handled } = team();
    const a = member('a', {
      async handler({ records }) {
        handled.push(...records.map(({ value }) => ({ worker: 'a', value })));
        if (handled.length === 1) a.pause();
        await a.inside({ wait: async () => {} }).wait();
      },
    });
    const b = member('b');
    writeAll();
    void a.consumer.start();
    await runtime.pass(5000);
    const inHandler = values();
    expect(inHandler.length).toBeGreaterThan(0);
    await runtime.run(b.consumer.start());
    writeAll();
    await runtime.pass(40_000);
    expect(await owners()).toEqual(Array(6).fill('b'));
    a.resume();
    await runtime.pass(1000);
    expect(events['a']?.map(({ type }) => type)).toContain('lease-lost');
    await runtime.pass(60_000);
    expect(await owners()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
    await Promise.all([runtime.run(a.consumer.stop()), runtime.run(b.consumer.stop())]);
    // What was in its handler came to the other one, too.
    expect(values()).toEqual([...upTo(12), ...inHandler].toSorted((x, y) => x - y));
  });

  test('a store that is away for longer than the leases loses nothing', async () => {
    const { runtime, store, member, writeAll, values } = team();
    let isAway = false;
    const flaky = new Proxy(store, {
      get(target, name: keyof LeaseStore) {
        return async (...args: unknown[]) => {
          if (isAway) throw new Error('The store is away.');
          return Reflect.apply(target[name] as () => unknown, target, args);
        };
      },
    });
    const a = member('a', { store: flaky }).consumer;
    await runtime.run(a.start());
    writeAll();
    await runtime.pass(5000);
    isAway = true;
    await runtime.pass(30_000);
    writeAll();
    await runtime.pass(5000);
    // Without a valid lease nothing is handed out.
    expect(values()).toEqual(upTo(6));
    isAway = false;
    await runtime.pass(30_000);
    expect(values()).toEqual(upTo(12));
    expect(a.metrics().storeErrors).toBeGreaterThan(0);
    await runtime.run(a.stop());
  });

  test('a stop that abandons does not wait for the handler, which hears of it', async () => {
    const { runtime, stream, member, owners, values, writeAll } = team();
    let isAborted = false;
    const a = member('a', {
      handler: (_, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            isAborted = true;
          });
        }),
    }).consumer;
    writeAll();
    await runtime.run(a.start());
    await runtime.pass(1000);
    await runtime.run(a.stop({ timeoutMs: 5000 }));
    expect(isAborted).toBe(true);
    expect(await owners()).toEqual(Array(6).fill('none'));
    const b = member('b').consumer;
    await runtime.run(b.start());
    await runtime.pass(1000);
    expect(values()).toEqual(upTo(6));
    await runtime.run(b.stop());
    expect(stream.reads).toBeGreaterThan(0);
  });
});
