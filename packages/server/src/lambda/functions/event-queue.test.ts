import { expect, test } from 'vitest';
import type { EventDestinations, EventOutcome } from './event-destinations.ts';
import { deleteFunction, updateSettings } from './function-changes.ts';
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

async function opened(handler: Handler, destinations?: EventDestinations) {
  const all = await openTestFunctions({
    handler,
    ...(destinations === undefined ? {} : { destinations }),
  });
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

const onSuccess = 'arn:aws:sqs:eu-central-1:000000000000:well';
const onFailure = 'arn:aws:sqs:eu-central-1:000000000000:badly';
const deadLetterArn = 'arn:aws:sqs:eu-central-1:000000000000:dead';

/** What each destination was told, when the function has all of them. */
async function toldOf(
  handler: Handler,
  {
    config = {},
    prepare,
  }: {
    readonly config?: object;
    readonly prepare?: (
      functions: Awaited<ReturnType<typeof opened>>['functions'],
    ) => Promise<unknown>;
  } = {},
) {
  const told: object[] = [];
  const note = (arn: string, outcome: EventOutcome) => {
    const { condition, invokeCount, response } = outcome;
    told.push({ to: arn.slice(arn.lastIndexOf(':') + 1), condition, invokeCount, response });
    return Promise.resolve();
  };
  const all = await opened(handler, { deliver: note, deadLetter: note });
  const merged = { onSuccess, onFailure, ...config };
  await putEventConfig(all.functions, reference, { config: merged, merge: false });
  const stored = { DeadLetterConfig: { TargetArn: deadLetterArn } };
  await updateSettings(all.functions, reference, { update: { stored } });
  await prepare?.(all.functions);
  all.functions.events.accept(event);
  await all.runtime.clock.advance('1d');
  return told;
}

const payload = Buffer.from('"answer"');

test('a success is told to its destination alone, after retries too', async () => {
  const response = { statusCode: 200, executedVersion: '$LATEST', payload };
  expect(await toldOf(() => ({ payload }))).toEqual([
    { to: 'well', condition: 'Success', invokeCount: 1, response },
  ]);
  let attempts = 0;
  const told = await toldOf(() => {
    attempts += 1;
    return attempts === 1 ? failing : { payload };
  });
  expect(told).toEqual([{ to: 'well', condition: 'Success', invokeCount: 2, response }]);
});

test.each([
  [{}, 'RetriesExhausted', 3],
  [{ maxRetries: 0 }, 'RetriesExhausted', 1],
  [{ maxAgeSeconds: 90 }, 'EventAgeExceeded', 2],
])(
  'a failure with %j is told to its destination and as a dead letter',
  async (config, condition, invokeCount) => {
    const response = {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
      payload,
    };
    const told = await toldOf(() => ({ ...failing, payload }), { config });
    expect(told).toEqual(['badly', 'dead'].map((to) => ({ to, condition, invokeCount, response })));
  },
);

test('what never ran has no response, and what found no room one without a payload', async () => {
  const never = await toldOf(() => ({}), {
    prepare: (functions) => reserveConcurrency(functions, reference, 0),
  });
  expect(never).toEqual(
    ['badly', 'dead'].map((to) => ({ to, condition: 'ZeroReservedConcurrency', invokeCount: 0 })),
  );
  const refused = await toldOf(
    () => {
      throw new TooManyInvocations();
    },
    { config: { maxAgeSeconds: 60 } },
  );
  const response = { statusCode: 429 };
  expect(refused).toMatchObject([{ response }, { response }]);
});

test('a destination that does not take it is told in the log, and the other one gets it', async () => {
  const dead: string[] = [];
  const all = await opened(() => failing, {
    deliver: () => Promise.reject(new Error('there is no such queue')),
    deadLetter: (_arn, { requestId }) => {
      dead.push(requestId);
      return Promise.resolve();
    },
  });
  const config = { onFailure, maxRetries: 0 };
  await putEventConfig(all.functions, reference, { config, merge: false });
  const stored = { DeadLetterConfig: { TargetArn: deadLetterArn } };
  await updateSettings(all.functions, reference, { update: { stored } });
  all.functions.events.accept(event);
  await all.functions.settled();
  expect(dead).toEqual(['r-1']);
  expect(all.lines.map(({ fields }) => fields)).toMatchObject([
    { destination: onFailure, requestId: 'r-1', error: new Error('there is no such queue') },
    { condition: 'RetriesExhausted' },
  ]);
});
