// Settings that meet each other, and shards that end in the middle of something.

import { describe, expect, test } from 'vitest';
import { turn } from '../../base/joined-work.ts';
import { scope } from '../../database/testing/open-test-database.ts';
import {
  type EventRecord,
  type FunctionEvent,
  HandlerError,
  keysOf,
  openTestEngine,
  queue,
  uuid,
} from './testing/open-test-engine.ts';

const table = 't';

function valuesByKey(calls: readonly { readonly event: FunctionEvent }[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const { dynamodb } of calls.flatMap(({ event }) => event.Records)) {
    const key = dynamodb.Keys.p.S;
    values.set(key, [...(values.get(key) ?? []), dynamodb.NewImage?.v.N ?? '']);
  }
  return values;
}

const valueOf = ({ dynamodb }: EventRecord): string => dynamodb.NewImage?.v.N ?? '';

describe('parallelization with bisecting', () => {
  test('finds the poison in its lane, and keeps the order of every item', async () => {
    const { start, put, clock, invocations, sent } = await openTestEngine();
    invocations.function = (event) => {
      if (event.Records.some((record) => valueOf(record) === '13')) throw new HandlerError('no');
    };
    for (let value = 0; value < 24; value += 1) await put(`k${value % 6}`, value);
    await start({
      parallelizationFactor: 3,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 0,
      onFailureDestination: queue,
    });
    await clock.advance('1m');
    expect(sent.map(({ batch }) => batch.size)).toEqual([1]);
    const seen = valuesByKey(invocations.calls);
    for (let key = 0; key < 6; key += 1) {
      const expected = [0, 6, 12, 18].map((value) => String(value + key));
      expect([...new Set(seen.get(`k${key}`))]).toEqual(expected);
    }
  });

  test('a lane that is stuck holds up no other, and the position waits for it', async () => {
    const { start, put, clock, invocations, restart } = await openTestEngine();
    let fails = true;
    invocations.function = (event) => {
      if (fails && keysOf(event).includes('k0')) throw new HandlerError('no');
    };
    const keys = Array.from({ length: 8 }, (_, index) => `k${index}`);
    for (const key of keys) await put(key);
    await start({ parallelizationFactor: 4, batchSize: 1 });
    await clock.advance('5s');
    expect(invocations.keys.filter((key) => key !== 'k0')).not.toHaveLength(0);
    await restart();
    invocations.calls.length = 0;
    fails = false;
    await start({ parallelizationFactor: 4, batchSize: 1 });
    await clock.advance('5s');
    expect(invocations.keys).toContain('k0');
  });
});

describe('age with retries', () => {
  test('a batch that fails loses the records that grow too old, one after another', async () => {
    const { start, put, clock, invocations, sent } = await openTestEngine();
    invocations.function = () => {
      throw new HandlerError('no');
    };
    await put('a');
    await clock.advance('30s');
    await put('b');
    await start({ maximumRecordAgeSeconds: 60, onFailureDestination: queue });
    await clock.advance('5m');
    expect(sent.map(({ condition, batch }) => [condition, batch.size])).toEqual([
      ['RecordAgeExceeded', 1],
      ['RecordAgeExceeded', 1],
    ]);
    expect(invocations.keys[0]).toBe('a b');
    expect(invocations.keys.at(-1)).toBe('b');
  });

  test('attempts that run out come first', async () => {
    const { start, put, clock, invocations, sent } = await openTestEngine();
    invocations.function = () => {
      throw new HandlerError('no');
    };
    await put('a');
    await start({
      maximumRecordAgeSeconds: 60,
      maximumRetryAttempts: 1,
      onFailureDestination: queue,
    });
    await clock.advance('5m');
    expect(invocations.calls).toHaveLength(2);
    expect(sent).toMatchObject([{ condition: 'RetryAttemptsExhausted', invokeCount: 2 }]);
  });
});

describe('filters with batch limits and a batching window', () => {
  test('only what matches fills a batch, and the window counts from the first that does', async () => {
    const { start, put, clock, invocations } = await openTestEngine();
    const filters = [JSON.stringify({ dynamodb: { NewImage: { v: { N: ['1'] } } } })];
    await start({ filters, batchSize: 2, batchingWindowSeconds: 10 });
    await put('a', 2);
    await clock.advance('8s');
    await put('b', 1);
    await clock.advance('8s');
    expect(invocations.keys).toEqual([]);
    await put('c', 2);
    await clock.advance('2s');
    expect(invocations.keys).toEqual(['b']);
    for (const key of 'de') await put(key, 1);
    await clock.advance(0);
    expect(invocations.keys).toEqual(['b', 'd e']);
  });

  test('what is filtered is passed for good, also when nothing matches', async () => {
    const { start, put, settle, invocations, restart } = await openTestEngine();
    await put('a');
    await start({ filters: [JSON.stringify({ eventName: ['REMOVE'] })] });
    await settle();
    await restart();
    await start();
    await put('b');
    await settle();
    expect(invocations.keys).toEqual(['b']);
  });
});

describe('a shard that ends in the middle of a batch', () => {
  test.each(['roll', 'split'] as const)('by a %s, is followed when it is done', async (how) => {
    const { start, put, clock, invocations, database } = await openTestEngine();
    let fails = true;
    invocations.function = (event) => {
      if (fails && event.Records.some((record) => valueOf(record) === '1')) {
        throw new HandlerError('no');
      }
    };
    for (const key of 'abcd') await put(key, 1);
    await start({ bisectBatchOnFunctionError: true });
    await clock.advance('1s');
    if (how === 'roll') await database.rollShards(scope, { table });
    else await database.splitShards(scope, { table });
    for (const key of 'abcd') await put(key, 2);
    await clock.advance('10s');
    expect([...valuesByKey(invocations.calls).values()].flat()).not.toContain('2');
    fails = false;
    await clock.advance('1m');
    for (const values of valuesByKey(invocations.calls).values()) {
      expect([...new Set(values)]).toEqual(['1', '2']);
    }
  });
});

describe('other settings', () => {
  test('apply to what comes next, from the same position', async () => {
    const { start, put, settle, invocations } = await openTestEngine();
    await start({ batchSize: 1, from: 'LATEST' });
    for (const key of 'ab') await put(key);
    await settle();
    await start({ batchSize: 2, from: 'LATEST' });
    for (const key of 'cd') await put(key);
    await settle();
    await start({
      functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:other',
      from: 'LATEST',
    });
    await put('e');
    await settle();
    expect(invocations.keys.join(' ')).toBe('a b c d e');
    expect(invocations.calls.map((call) => call.function).at(-1)).toBe('other');
  });

  test('interrupt the wait for the next attempt', async () => {
    const { start, put, clock, invocations } = await openTestEngine();
    invocations.function = () => {
      throw new HandlerError('no');
    };
    await put('a');
    await start();
    await clock.advance('2m');
    const before = invocations.calls.length;
    await start({ batchSize: 7 });
    await clock.advance(0);
    expect(invocations.calls).toHaveLength(before + 1);
  });
});

describe('a mapping that is stopped', () => {
  test('keeps its position, and what was written meanwhile comes when it goes on', async () => {
    const { start, put, settle, invocations, engine } = await openTestEngine();
    await start({ from: 'LATEST' });
    await put('a');
    await settle();
    await engine.stop(uuid);
    await put('b');
    await settle();
    expect(invocations.keys).toEqual(['a']);
    await start({ from: 'LATEST' });
    await settle();
    expect(invocations.keys).toEqual(['a', 'b']);
  });

  test('waits for the batch that is with the function, and for nothing else', async () => {
    const { start, put, settle, invocations, engine } = await openTestEngine();
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    invocations.function = () => {
      begun.resolve();
      return release.promise;
    };
    for (const key of 'ab') await put(key);
    await start({ batchSize: 1 });
    const settled = settle();
    await begun.promise;
    const stopped = engine.stop(uuid);
    release.resolve();
    await stopped;
    await settled;
    expect(invocations.keys).toEqual(['a']);
  });

  test('and forgotten begins anew, whatever its function does', async () => {
    const { start, put, settle, invocations, engine } = await openTestEngine();
    for (const key of 'ab') await put(key);
    await start();
    await settle();
    const release = Promise.withResolvers<void>();
    invocations.function = () => release.promise;
    await put('c');
    const settled = settle();
    await engine.forget(uuid);
    expect(await engine.report(uuid)).toBeUndefined();
    release.resolve();
    await settled;
    invocations.function = () => null;
    invocations.calls.length = 0;
    await start();
    await settle();
    expect(invocations.keys.join(' ')).toBe('a b c');
  });
});

test('one slow function holds back nobody else', async () => {
  const { start, put, settle, invocations } = await openTestEngine();
  const release = Promise.withResolvers<void>();
  const isFast = Promise.withResolvers<void>();
  const seen: string[] = [];
  invocations.function = async (event, call) => {
    if (call.function === 'slow') return release.promise;
    seen.push(...keysOf(event));
    if (seen.length === 3) isFast.resolve();
    return null;
  };
  const slow = 'arn:aws:lambda:eu-central-1:000000000000:function:slow';
  await start({ uuid: 'one', functionArn: slow });
  await start({ uuid: 'two' });
  for (const key of 'abc') await put(key);
  const settled = settle();
  await isFast.promise;
  expect(seen).toEqual(['a', 'b', 'c']);
  release.resolve();
  await settled;
});

test('a trigger that is behind holds no more than its buffer, however much there is', async () => {
  const { start, database, settle, invocations, engine } = await openTestEngine();
  for (let first = 0; first < 3000; first += 25) {
    const writes = Array.from({ length: 25 }, (_, index) => ({
      kind: 'put' as const,
      item: { p: { S: `k${first + index}` }, v: { N: '1' } },
    }));
    await database.batchWrite(scope, { tables: [{ table, writes }] });
  }
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  invocations.function = () => {
    begun.resolve();
    return release.promise;
  };
  await start({ batchSize: 10 });
  await begun.promise;
  for (let count = 0; count < 50; count += 1) await turn();
  expect(engine.metrics()[0]?.counts.recordsRead).toBeLessThanOrEqual(500);
  const settled = settle();
  release.resolve();
  await settled;
  expect(engine.metrics()[0]?.counts.recordsProcessed).toBe(3000);
});
