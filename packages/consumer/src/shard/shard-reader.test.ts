import { describe, expect, test } from 'vitest';
import type { Gap } from '../events.ts';
import type { RangeEnd } from '../lease-store.ts';
import { SourceError, type SourceErrorKind } from '../source-error.ts';
import { FakeStream } from '../testing/fake-stream.ts';
import { virtualRuntime } from '../testing/virtual-runtime.ts';
import type { ReadPosition } from './read-position.ts';
import { ShardReader } from './shard-reader.ts';

function setUp(
  options: {
    position?: (first: string) => ReadPosition;
    until?: (last: string) => RangeEnd;
    records?: number;
    maxRecords?: number;
    idlePollMs?: number;
    passesOverTrimmed?: boolean;
  } = {},
) {
  const runtime = virtualRuntime();
  const { idlePollMs, passesOverTrimmed = false } = options;
  const polling = idlePollMs === undefined ? {} : { idlePollMs };
  const stream = new FakeStream(runtime.clock, { polling, passesOverTrimmed });
  stream.open('s');
  const written = Array.from({ length: options.records ?? 6 }, () => stream.write('s'));
  const gaps: Gap[] = [];
  const errors: [SourceErrorKind, number][] = [];
  const stop = new AbortController();
  const reader = new ShardReader({
    source: stream,
    shardId: 's',
    position: options.position?.(written[2]?.sequenceNumber ?? '0') ?? {
      open: { type: 'TRIM_HORIZON' },
    },
    until: options.until?.(written[3]?.sequenceNumber ?? '0'),
    backOff: { baseMs: 100, maxMs: 1000 },
    runtime,
    signal: stop.signal,
    onGap: (gap) => gaps.push(gap),
    onError: ({ kind }, retryInMs) => errors.push([kind, retryInMs]),
    onIdle: () => {},
  });
  const read = async (limit = 2) => {
    const page = await runtime.run(reader.next(limit));
    return page && { values: page.records.map(({ value }) => value), end: page.end };
  };
  /** Everything up to the end, or until nothing comes. */
  const readAll = async () => {
    const all: number[] = [];
    for (let empty = 0; empty < 3;) {
      const page = await read();
      all.push(...(page?.values ?? []));
      if (page?.end !== undefined) return { all, end: page.end };
      empty = page?.values.length === 0 ? empty + 1 : 0;
    }
    return { all, end: undefined };
  };
  return { runtime, stream, written, gaps, errors, stop, reader, read, readAll };
}

function failOnce(stream: FakeStream, call: 'open' | 'read', kind: SourceErrorKind, times = 1) {
  let left = times;
  stream.fault = (name) => {
    if (name !== call || left === 0) return;
    left -= 1;
    throw new SourceError(kind, 'as told');
  };
}

test('pages to the end of a closed shard, no faster than the source likes', async () => {
  const { stream, runtime, readAll } = setUp();
  stream.close('s');
  const begun = runtime.clock.now();
  expect(await readAll()).toEqual({ all: [1, 2, 3, 4, 5, 6], end: 'end' });
  expect(stream.reads).toBe(3);
  expect(runtime.clock.now() - begun).toBe(2 * 200);
});

test('asks less and less often while nothing comes, up to the bound', async () => {
  const { runtime, read } = setUp({ records: 0 });
  const times: number[] = [];
  for (let reads = 0; reads < 6; reads += 1) {
    await read();
    times.push(runtime.clock.now());
  }
  expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual([
    200, 400, 800, 1000, 1000,
  ]);
});

test('is woken by the source', async () => {
  const { runtime, stream, reader, read } = setUp({ records: 0 });
  let arrived = (): void => {};
  Object.assign(stream, {
    awaitRecords: () =>
      new Promise<void>((resolve) => {
        arrived = resolve;
      }),
  });
  await read();
  const begun = runtime.clock.now();
  const next = reader.next(2);
  await runtime.pass(300);
  stream.write('s');
  arrived();
  expect((await next)?.records).toMatchObject([{ value: 1 }]);
  expect(runtime.clock.now() - begun).toBe(300);
});

test('looks for itself every second when the source cannot say', async () => {
  const { runtime, stream, read, errors } = setUp({ records: 0, idlePollMs: 600_000 });
  Object.assign(stream, {
    awaitRecords: () => Promise.reject(new Error('There is no such route.')),
  });
  for (let reads = 0; reads < 8; reads += 1) await read();
  const begun = runtime.clock.now();
  for (let reads = 0; reads < 3; reads += 1) await read();
  expect(runtime.clock.now() - begun).toBe(3000);
  expect(errors.at(-1)).toEqual(['unavailable', 1000]);
});

test('does not take the end of its waiting for the word that something came', async () => {
  const { runtime, stream, read } = setUp({ records: 0 });
  Object.assign(stream, {
    awaitRecords: (_iterator: string, _shardId: string, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  });
  await read();
  const begun = runtime.clock.now();
  for (let reads = 0; reads < 3; reads += 1) await read();
  expect(runtime.clock.now() - begun).toBe(3 * stream.polling.idlePollMs);
});

describe('goes on where it was', () => {
  test.each(['throttled', 'unavailable', 'denied', 'iterator-expired', 'not-found'] as const)(
    'after %s',
    async (kind) => {
      const { stream, errors, read, readAll, gaps } = setUp();
      await read();
      failOnce(stream, 'read', kind, 3);
      expect((await readAll()).all).toEqual([3, 4, 5, 6]);
      expect(errors.length).toBe(kind === 'iterator-expired' ? 2 : 3);
      for (const [seen, retryInMs] of errors) {
        expect(seen).toBe(kind);
        expect(retryInMs).toBeGreaterThan(0);
      }
      expect(gaps).toEqual([]);
    },
  );

  test('from TRIM_HORIZON too, when nothing was read', async () => {
    const { stream, readAll } = setUp();
    failOnce(stream, 'read', 'iterator-expired');
    expect((await readAll()).all).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('whatever the source rejects with', async () => {
    const { stream, errors, readAll } = setUp();
    let isFirst = true;
    stream.fault = () => {
      if (isFirst) {
        isFirst = false;
        throw new TypeError('fetch failed');
      }
    };
    expect((await readAll()).all).toEqual([1, 2, 3, 4, 5, 6]);
    expect(errors).toMatchObject([['unavailable', expect.any(Number)]]);
  });
});

test('a request that is invalid is an error of the caller', async () => {
  const { stream, read } = setUp();
  failOnce(stream, 'open', 'invalid');
  await expect(read()).rejects.toMatchObject({ kind: 'invalid' });
});

describe('a gap is reported', () => {
  test('with what is known of it, and reading goes on behind it', async () => {
    const { stream, gaps, read, readAll, written } = setUp();
    await read();
    stream.trim('s', 4);
    stream.expireIterators();
    expect(await readAll()).toMatchObject({ all: [5, 6] });
    expect(gaps).toEqual([
      {
        type: 'gap',
        shardId: 's',
        after: { sequenceNumber: written[1]?.sequenceNumber, time: written[1]?.time },
        before: { sequenceNumber: written[4]?.sequenceNumber, time: written[4]?.time },
        shardGone: false,
      },
    ]);
  });

  test('when the shard is gone', async () => {
    const { stream, gaps, read, written } = setUp();
    await read();
    stream.drop('s');
    expect(await read()).toEqual({ values: [], end: 'gone' });
    const { sequenceNumber, time } = written[1] ?? {};
    expect(gaps).toEqual([
      { type: 'gap', shardId: 's', after: { sequenceNumber, time }, shardGone: true },
    ]);
  });

  test('not of a shard that the stream does not know for a moment', async () => {
    const { stream, gaps, readAll } = setUp();
    failOnce(stream, 'open', 'not-found', 2);
    const { listShards } = stream;
    let looks = 0;
    stream.listShards = async () => {
      looks += 1;
      return looks > 2 ? listShards.call(stream) : { shards: [], ended: false };
    };
    expect(await readAll()).toMatchObject({ all: [1, 2, 3, 4, 5, 6] });
    expect(looks).toBe(2);
    expect(gaps).toEqual([]);
  });

  test('of records that were read again after all, none is repeated', async () => {
    const { stream, gaps, read, readAll } = setUp();
    await read();
    failOnce(stream, 'read', 'trimmed');
    expect(await readAll()).toMatchObject({ all: [3, 4, 5, 6] });
    expect(gaps).toHaveLength(1);
  });
});

describe('a source that says nothing of trimmed records', () => {
  /** Read up to the third of six. */
  const setUpBehindThird = () =>
    setUp({
      passesOverTrimmed: true,
      position: (sequenceNumber) => ({
        open: { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber },
        lastTime: 7,
      }),
    });

  test('none is missing while the last one known is there, also after its iterator expired', async () => {
    const { stream, gaps, read, readAll } = setUpBehindThird();
    stream.trim('s', 2);
    expect(await read(2)).toEqual({ values: [4], end: undefined });
    failOnce(stream, 'read', 'iterator-expired');
    stream.close('s');
    expect(await readAll()).toEqual({ all: [5, 6], end: 'end' });
    expect(gaps).toEqual([]);
  });

  test('otherwise it is a gap', async () => {
    const { stream, gaps, readAll, written } = setUpBehindThird();
    stream.trim('s', 4);
    stream.close('s');
    expect(await readAll()).toEqual({ all: [5, 6], end: 'end' });
    const after = { sequenceNumber: written[2]?.sequenceNumber, time: 7 };
    const before = { sequenceNumber: written[4]?.sequenceNumber, time: written[4]?.time };
    expect(gaps).toEqual([{ type: 'gap', shardId: 's', after, before, shardGone: false }]);
  });

  test('of an empty shard, with the first record that comes', async () => {
    const { stream, gaps, read } = setUpBehindThird();
    stream.trim('s', 6);
    await read();
    await read();
    expect(gaps).toEqual([]);
    stream.write('s');
    expect(await read()).toMatchObject({ values: [7] });
    expect(gaps).toMatchObject([{ after: { time: 7 }, shardGone: false }]);
  });
});

describe('a gap of a shard that was to be read from a time on', () => {
  /** Six records, one an hour; those of the third on are wanted. */
  async function wantedFromThird(trimmed: number) {
    const all = setUp({
      records: 0,
      position: () => ({
        open: { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: String(10n ** 20n + 1n) },
        skipBefore: Date.UTC(2026, 0, 1, 2),
      }),
    });
    for (let hour = 0; hour < 6; hour += 1) {
      all.stream.write('s');
      await all.runtime.pass(3_600_000);
    }
    all.stream.trim('s', trimmed);
    return all;
  }

  test('is none when only older records were trimmed', async () => {
    const { gaps, stream, readAll } = await wantedFromThird(1);
    stream.close('s');
    expect(await readAll()).toEqual({ all: [3, 4, 5, 6], end: 'end' });
    expect(gaps).toEqual([]);
  });

  test('is reported when the first that is left is wanted', async () => {
    const { gaps, stream, readAll } = await wantedFromThird(4);
    stream.close('s');
    expect(await readAll()).toEqual({ all: [5, 6], end: 'end' });
    expect(gaps).toMatchObject([{ before: { time: Date.UTC(2026, 0, 1, 4) }, shardGone: false }]);
  });

  test('is reported with the first record that comes, or at the end of the shard', async () => {
    const { gaps, stream, readAll } = await wantedFromThird(6);
    expect(await readAll()).toMatchObject({ all: [] });
    expect(gaps).toEqual([]);
    stream.close('s');
    expect(await readAll()).toEqual({ all: [], end: 'end' });
    expect(gaps).toEqual([{ type: 'gap', shardId: 's', shardGone: false }]);
  });
});

describe('positions', () => {
  test('a time, in a source without times: older records are passed over', async () => {
    const { stream, runtime, readAll } = setUp({
      records: 0,
      position: () => ({ open: { type: 'TRIM_HORIZON' }, skipBefore: Date.UTC(2026, 0, 1, 1) }),
    });
    for (let hour = 0; hour < 3; hour += 1) {
      stream.write('s');
      stream.write('s');
      await runtime.pass(3_600_000);
    }
    stream.close('s');
    expect(await readAll()).toEqual({ all: [3, 4, 5, 6], end: 'end' });
  });

  test('an iterator that was kept, and when it has expired, where it was', async () => {
    const { stream, readAll } = setUp({
      position: (third) => ({
        open: { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: third },
        iterator: '1/0',
      }),
    });
    stream.close('s');
    failOnce(stream, 'read', 'iterator-expired');
    expect(await readAll()).toEqual({ all: [3, 4, 5, 6], end: 'end' });
  });

  test('up to a sequence number, included', async () => {
    const { readAll } = setUp({ until: (sequenceNumber) => ({ sequenceNumber }) });
    expect(await readAll()).toEqual({ all: [1, 2, 3, 4], end: 'range' });
  });

  test('up to a sequence number that was trimmed', async () => {
    const { stream, readAll } = setUp({ until: (sequenceNumber) => ({ sequenceNumber }) });
    stream.trim('s', 5);
    expect(await readAll()).toEqual({ all: [], end: 'range' });
  });

  test('up to a time, when nothing comes any more', async () => {
    const { runtime, stream, read } = setUp({ until: () => ({ time: Date.UTC(2026, 0, 1, 1) }) });
    const pages = [await read(6)];
    await runtime.pass(3_600_000);
    stream.write('s');
    await runtime.pass(1);
    stream.write('s');
    for (;;) {
      const page = await read();
      pages.push(page);
      if (page?.end !== undefined) break;
    }
    expect(pages.flatMap((page) => page?.values ?? [])).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(pages.at(-1)).toEqual({ values: [7], end: 'range' });
  });

  test('up to a time that has passed, in an idle shard', async () => {
    const { runtime, read } = setUp({
      records: 0,
      until: () => ({ time: Date.UTC(2026, 0, 1, 1) }),
    });
    const begun = runtime.clock.now();
    for (let page = await read(); page?.end === undefined; page = await read());
    expect(runtime.clock.now() - begun).toBeGreaterThan(3_600_000);
    expect(runtime.clock.now() - begun).toBeLessThan(3_700_000);
  });
});

test('stops when it is told to, also while it waits', async () => {
  const { runtime, reader, read, stop } = setUp({ records: 0 });
  await read();
  const next = reader.next(2);
  stop.abort(new Error('enough'));
  expect(await runtime.run(next)).toBeUndefined();
});
