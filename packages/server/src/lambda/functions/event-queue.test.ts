import { expect, test } from 'vitest';
import { deleteFunction } from './function-changes.ts';
import { putEventConfig, reserveConcurrency } from './function-properties.ts';
import { TooManyInvocations } from '../runtimes/invoker.ts';
import {
  createTestFunction,
  type Handler,
  openTestFunctions,
  scope,
} from './testing/open-test-functions.ts';

const reference = { ...scope, name: 'orders' };
const event = { reference, payload: Buffer.from('{"n":1}'), requestId: 'r-1' };

async function opened(handler: Handler) {
  const all = await openTestFunctions({ handler });
  await createTestFunction(all.functions);
  const startedAt = all.runtime.clock.now();
  const times: number[] = [];
  return {
    ...all,
    times,
    note: (): void => {
      times.push((all.runtime.clock.now() - startedAt) / 1000);
    },
  };
}

const failing = { functionError: 'Unhandled' as const };

/** Seconds after the event at which the function ran, over a day. */
async function attemptsOf(
  handler: (attempt: number) => ReturnType<Handler>,
  prepare?: (functions: Awaited<ReturnType<typeof opened>>['functions']) => Promise<unknown>,
) {
  let attempts = 0;
  const all = await opened(() => {
    all.note();
    attempts += 1;
    return handler(attempts);
  });
  await prepare?.(all.functions);
  all.functions.events.accept(event);
  await all.runtime.clock.advance('1d');
  return { times: all.times, given: all.lines.map(({ fields }) => fields?.['condition']) };
}

test('an event that succeeds runs once', async () => {
  expect(await attemptsOf(() => ({}))).toEqual({ times: [0], given: [] });
});

test('an event that fails is tried twice more, after one and two minutes', async () => {
  expect(await attemptsOf(() => failing)).toEqual({
    times: [0, 60, 180],
    given: ['RetriesExhausted'],
  });
  expect(await attemptsOf((attempt) => (attempt < 2 ? failing : {}))).toEqual({
    times: [0, 60],
    given: [],
  });
});

test('the same event has the same request id each time', async () => {
  const { functions, invoker, runtime } = await opened(() => failing);
  functions.events.accept(event);
  await runtime.clock.advance('1h');
  expect(invoker.requests.map(({ requestId }) => requestId)).toEqual(['r-1', 'r-1', 'r-1']);
  expect(invoker.requests.map(({ payload }) => payload)).toEqual(Array(3).fill(event.payload));
});

test.each<[object, number[], string]>([
  [{ maxRetries: 0 }, [0], 'RetriesExhausted'],
  [{ maxRetries: 1 }, [0, 60], 'RetriesExhausted'],
  [{ maxAgeSeconds: 90 }, [0, 60], 'EventAgeExceeded'],
])('with %j it runs at %j and ends with %s', async (config, times, condition) => {
  const found = await attemptsOf(
    () => failing,
    (functions) => putEventConfig(functions, reference, { config, merge: false }),
  );
  expect(found).toEqual({ times, given: [condition] });
});

test('what finds no room is tried again until it is too old, ever more rarely', async () => {
  const { times, given } = await attemptsOf(
    () => {
      throw new TooManyInvocations();
    },
    (functions) =>
      putEventConfig(functions, reference, { config: { maxAgeSeconds: 1200 }, merge: false }),
  );
  expect(times).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111]);
  expect(given).toEqual(['EventAgeExceeded']);
});

test('an error of ours is told, and does not count as a failure of the function', async () => {
  const { times, given } = await attemptsOf((attempt) => {
    if (attempt < 3) throw new Error('the disk is full');
    return failing;
  });
  expect(times).toEqual([0, 1, 3, 63, 183]);
  expect(given).toEqual([undefined, undefined, 'RetriesExhausted']);
});

test('with no concurrency an event is given up at once', async () => {
  const found = await attemptsOf(
    () => ({}),
    (functions) => reserveConcurrency(functions, reference, 0),
  );
  expect(found).toEqual({ times: [], given: ['ZeroReservedConcurrency'] });
});

test('an event of a function that went meanwhile is given up', async () => {
  const { functions, runtime, times, lines, note } = await opened(() => {
    note();
    return failing;
  });
  functions.events.accept(event);
  await runtime.clock.advance('30s');
  await deleteFunction(functions, reference, undefined);
  await runtime.clock.advance('1h');
  expect(times).toEqual([0]);
  expect(lines.map(({ fields }) => fields?.['condition'])).toEqual(['FunctionNotFound']);
});

test('ten events of a function run at a time, and another function does not wait for them', async () => {
  const release = Promise.withResolvers<object>();
  const all = Promise.withResolvers<void>();
  let started = 0;
  const { functions, invoker } = await opened(({ function: { name } }) => {
    started += 1;
    if (started === 11) all.resolve();
    return name === 'orders' ? release.promise : {};
  });
  await createTestFunction(functions, 'quick');
  for (let count = 0; count < 25; count += 1) functions.events.accept(event);
  functions.events.accept({ ...event, reference: { ...scope, name: 'quick' } });
  await all.promise;
  expect(invoker.requests.filter(({ function: { name } }) => name === 'quick')).toHaveLength(1);
  expect(invoker.requests).toHaveLength(11);
  release.resolve({});
  await functions.settled();
  expect(invoker.requests).toHaveLength(26);
});

test('more events than there is room for are refused', async () => {
  const release = Promise.withResolvers<object>();
  const { functions } = await opened(() => release.promise);
  const large = { ...event, payload: Buffer.alloc(1024 * 1024, 0x20) };
  for (let count = 0; count < 64; count += 1) functions.events.accept(large);
  expect(() => functions.events.accept(large)).toThrow('throttled');
  release.resolve({});
  await functions.settled();
  functions.events.accept(large);
  await functions.settled();
});

test('a server that stops tells of the events that it forgets', async () => {
  const { functions, runtime, lines, close } = await opened(() => failing);
  functions.events.accept(event);
  await runtime.clock.advance('1s');
  await close();
  expect(lines.map(({ fields }) => fields)).toEqual([
    {
      function: 'arn:aws:lambda:eu-central-1:000000000000:function:orders',
      requestId: 'r-1',
      condition: 'ServerStopped',
      failures: 1,
    },
  ]);
});
