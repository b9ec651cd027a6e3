// Tumbling windows: what the function gets, and what becomes of its state.

import { describe, expect, test } from 'vitest';
import { scope } from '../../../database/testing/open-test-database.ts';
import {
  type FunctionEvent,
  HandlerError,
  keysOf,
  openTestEngine,
  queue,
  uuid,
} from '../testing/open-test-engine.ts';

const table = 't';
const minute = { tumblingWindowSeconds: 60 };

/** Keeps the keys that it has seen. */
function gather(event: FunctionEvent): { state: { keys: string[] } } {
  const { keys = [] } = (event.state ?? {}) as { keys?: string[] };
  return { state: { keys: [...keys, ...keysOf(event)] } };
}

/** Each call as `keys | state before`, with `!` for the last of its window. */
function told(event: FunctionEvent): string {
  const { keys = [] } = (event.state ?? {}) as { keys?: string[] };
  const end = event.isFinalInvokeForWindow === true ? '!' : '';
  return `${keysOf(event).join(' ')} | ${keys.join(' ')}${end}`;
}

async function opened() {
  const engine = await openTestEngine();
  const { invocations } = engine;
  invocations.function = gather;
  return { ...engine, told: () => invocations.calls.map(({ event }) => told(event)) };
}

test('a function gets the state that it answered with, and at last the state alone', async () => {
  const { start, put, clock, invocations, told, arn } = await opened();
  await start(minute);
  await put('a');
  await clock.advance('10s');
  await put('b');
  await clock.advance(0);
  await put('c');
  await clock.advance('10s');
  expect(told()).toEqual(['a | ', 'b | a', 'c | a b']);
  await clock.advance('39s');
  expect(told()).toHaveLength(3);
  await clock.advance('1s');
  expect(told()).toEqual(['a | ', 'b | a', 'c | a b', ' | a b c!']);
  const [first, , , last] = invocations.calls.map(({ event }) => event);
  const window = { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:01:00Z' };
  const shardId = expect.stringMatching(/^shardId-/) as string;
  const common = { window, shardId, eventSourceARN: arn, isWindowTerminatedEarly: false };
  expect(first).toMatchObject({ ...common, state: {}, isFinalInvokeForWindow: false });
  expect(last).toEqual({
    ...common,
    Records: [],
    state: { keys: ['a', 'b', 'c'] },
    isFinalInvokeForWindow: true,
  });
});

test('the next window begins with nothing, and a window without records is none', async () => {
  const { start, put, clock, told } = await opened();
  await start(minute);
  await put('a');
  await clock.advance('70s');
  await put('b');
  await clock.advance('10m');
  await put('c');
  await clock.advance('1m');
  expect(told()).toEqual(['a | ', ' | a!', 'b | ', ' | b!', 'c | ', ' | c!']);
});

test('a batch is of one window, whatever its size', async () => {
  const { start, put, clock, told } = await opened();
  for (const key of 'abcd') {
    await put(key);
    await clock.advance('25s');
  }
  await start(minute);
  await clock.advance('1m');
  expect(told()).toEqual(['a b c | ', ' | a b c!', 'd | ', ' | d!']);
});

test('a shard that ends, ends its window', async () => {
  const { start, put, settle, database, told } = await opened();
  await start(minute);
  await put('a');
  await database.rollShards(scope, { table });
  await put('b');
  await settle();
  expect(told()).toEqual(['a | ', ' | a!', 'b | ']);
});

describe('a batch that fails', () => {
  test('does not change the state', async () => {
    const { start, put, clock, invocations, told } = await opened();
    let failures = 1;
    invocations.function = (event) => {
      if (keysOf(event).includes('b') && (failures -= 1) >= 0) throw new HandlerError('no');
      return gather(event);
    };
    await start(minute);
    await put('a');
    await clock.advance(0);
    await put('b');
    await clock.advance('10s');
    expect(told()).toEqual(['a | ', 'b | a', 'b | a']);
    await clock.advance('1m');
    expect(told().at(-1)).toBe(' | a b!');
  });

  test('and is given up is not in it', async () => {
    const { start, put, clock, invocations, told, sent } = await opened();
    invocations.function = (event) => {
      if (keysOf(event).includes('b')) throw new HandlerError('no');
      return gather(event);
    };
    for (const key of 'abc') await put(key);
    await start({
      ...minute,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 0,
      onFailureDestination: queue,
    });
    await clock.advance('1m');
    expect(told()).toEqual(['a b c | ', 'a b | ', 'a | ', 'b | a', 'c | a', ' | a c!']);
    expect(sent.map(({ batch }) => batch.size)).toEqual([1]);
  });

  test('from a record on, has those before it in the state', async () => {
    const { start, put, clock, invocations, told } = await opened();
    let failures = 1;
    invocations.function = (event) => {
      const bad = event.Records.findIndex(({ dynamodb }) => dynamodb.Keys.p.S === 'c');
      if (bad < 0 || (failures -= 1) < 0) return gather(event);
      const { SequenceNumber: itemIdentifier } = event.Records[bad]!.dynamodb;
      const done = { ...event, Records: event.Records.slice(0, bad) };
      return { ...gather(done), batchItemFailures: [{ itemIdentifier }] };
    };
    for (const key of 'abcd') await put(key);
    await start({ ...minute, reportBatchItemFailures: true });
    await clock.advance('1m');
    expect(told()).toEqual(['a b c d | ', 'c d | a b', ' | a b c d!']);
  });

  test.each([undefined, null, {}, { state: null }, { state: 'a' }, { state: [1] }, 'text'])(
    'is one for which it answers %j',
    async (answer) => {
      const { start, put, clock, invocations, results } = await opened();
      invocations.function = () => answer;
      await put('a');
      await start({ ...minute, maximumRetryAttempts: 1 });
      await clock.advance('30s');
      expect(invocations.calls).toHaveLength(2);
      expect(results).toEqual(['PROBLEM: Function call failed']);
    },
  );
});

test('the last invocation of a window is repeated until it succeeds, and nothing overtakes it', async () => {
  const { start, put, clock, invocations, told, engine } = await opened();
  let failures = 3;
  invocations.function = (event) => {
    if (event.isFinalInvokeForWindow === true && (failures -= 1) >= 0) throw new HandlerError('no');
    return gather(event);
  };
  await start({ ...minute, maximumRetryAttempts: 0 });
  await put('a');
  await clock.advance('1m');
  const [shard] = (await engine.report(uuid))?.shards ?? [];
  expect(shard?.window).toMatchObject({ problem: 'Error: no' });
  expect(shard?.window?.nextAttemptAt).toBeGreaterThan(clock.now());
  await put('b');
  await clock.advance('1m');
  await clock.advance('1m');
  expect(told()).toEqual(['a | ', ' | a!', ' | a!', ' | a!', ' | a!', 'b | ', ' | b!']);
});

test('a state above 1 MB ends its window early', async () => {
  const { start, put, clock, invocations } = await opened();
  const large = { text: 'x'.repeat(1024 * 1024) };
  invocations.function = (event) => ({ state: keysOf(event).includes('b') ? large : { n: 1 } });
  await start(minute);
  for (const key of 'abc') {
    await put(key);
    await clock.advance('5s');
  }
  await clock.advance('1m');
  const seen = invocations.calls.map(({ event }) => [
    keysOf(event).join(' '),
    Object.keys(event.state ?? {}).join(' '),
    event.isFinalInvokeForWindow,
    event.isWindowTerminatedEarly,
  ]);
  expect(seen).toEqual([
    ['a', '', false, false],
    ['b', 'n', false, false],
    ['', 'text', true, true],
    ['c', '', false, false],
    ['', 'n', true, false],
  ]);
});

test('one that could not be handed on is a failure', async () => {
  const { start, put, clock, invocations } = await opened();
  invocations.function = () => ({ state: { text: 'x'.repeat(5 * 1024 * 1024) } });
  await put('a');
  await start({ ...minute, maximumRetryAttempts: 0 });
  await clock.advance('2m');
  expect(invocations.calls).toHaveLength(1);
});

test('with filters, records that match none neither open nor enter a window', async () => {
  const { start, put, clock, told } = await opened();
  const filters = [JSON.stringify({ dynamodb: { NewImage: { v: { N: ['1'] } } } })];
  await start({ ...minute, filters });
  await put('a', 2);
  await clock.advance('1m');
  await put('b', 1);
  await put('c', 2);
  await clock.advance('1m');
  expect(told()).toEqual(['b | ', ' | b!']);
});

test('with batch limits, a window has many batches', async () => {
  const { start, put, clock, told } = await opened();
  for (const key of 'abcde') await put(key);
  await start({ ...minute, batchSize: 2, batchingWindowSeconds: 5 });
  await clock.advance('1m');
  expect(told()).toEqual(['a b | ', 'c d | a b', 'e | a b c d', ' | a b c d e!']);
});

test('after a restart the state is there, and no record is in it twice', async () => {
  const { start, put, clock, restart, told } = await opened();
  await start(minute);
  await put('a');
  await clock.advance(0);
  await restart();
  await put('b');
  await start(minute);
  await clock.advance(0);
  await restart();
  await start(minute);
  await clock.advance('2m');
  expect(told()).toEqual(['a | ', 'b | a', ' | a b!']);
});

test('without windows, the state is dropped', async () => {
  const { start, put, clock, invocations } = await opened();
  await start(minute);
  await put('a');
  await clock.advance('1s');
  await start();
  await put('b');
  await clock.advance('2m');
  await start(minute);
  await put('c');
  await clock.advance('2m');
  const seen = invocations.calls.map(({ event }) => [keysOf(event).join(' '), event.state]);
  expect(seen).toEqual([
    ['a', {}],
    ['b', undefined],
    ['c', {}],
    ['', { keys: ['c'] }],
  ]);
});

test('other bounds end the window that was open', async () => {
  const { start, put, clock, told, engine } = await opened();
  await start(minute);
  await clock.advance('10s');
  await put('a');
  await clock.advance(0);
  expect((await engine.report(uuid))?.shards[0]?.window).toMatchObject({
    start: Date.UTC(2026, 0, 1),
    end: Date.UTC(2026, 0, 1, 0, 1),
    stateBytes: 14,
  });
  await start({ tumblingWindowSeconds: 7 });
  await put('b');
  await clock.advance('10s');
  expect(told()).toEqual(['a | ', ' | a!', 'b | ', ' | b!']);
});
