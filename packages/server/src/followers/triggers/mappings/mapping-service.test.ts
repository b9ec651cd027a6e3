import { expect, onTestFinished, test } from 'vitest';
import { publishVersion } from '../../../lambda/functions/function-changes.ts';
import {
  createTestFunction,
  openTestFunctions,
  scope,
} from '../../../lambda/functions/testing/open-test-functions.ts';
import { MappingCatalog } from '../../../lambda/mappings/mapping-catalog.ts';
import { MappingRefused } from '../../../lambda/mappings/mapping-refusal.ts';
import { openSqliteStore } from '../../../store/sqlite/open-sqlite-store.ts';
import { InvalidPattern } from '../filters/compile-pattern.ts';
import { StreamNotFound } from '../trigger-engine.ts';
import { MappingService, type NewMapping } from './mapping-service.ts';
import { TestEngine } from './testing/test-engine.ts';

const stream = 'arn:aws:dynamodb:eu-central-1:000000000000:table/orders/stream/2026-01-01T00:00:00';
const arn = 'arn:aws:lambda:eu-central-1:000000000000:function:orders';

const asked: NewMapping = {
  function: { ...scope, name: 'orders' },
  eventSourceArn: stream,
  startingPosition: { type: 'LATEST' },
  settings: {},
  tags: {},
};

async function opened({ transitionMs = 0 } = {}) {
  const { functions, runtime } = await openTestFunctions();
  const store = await openSqliteStore({ location: 'memory', durability: 'os' });
  onTestFinished(() => store[Symbol.asyncDispose]());
  const lines: string[] = [];
  const note = (message: string) => void lines.push(message);
  const log = { info: note, warn: note, error: note };
  for (const name of ['orders', 'audit']) await createTestFunction(functions, name);
  const known = new Set([stream]);
  const engines: TestEngine[] = [];
  function service(starting = () => Promise.resolve()): MappingService {
    return new MappingService({
      catalog: new MappingCatalog(store),
      functions: functions.catalog,
      sources: { dynamodb: (_, source) => Promise.resolve(known.has(source)) },
      openEngine() {
        const engine = new TestEngine();
        engine.starting = starting;
        engines.push(engine);
        return Promise.resolve(engine);
      },
      runtime,
      transitionMs,
      log,
    });
  }
  const mappings = service();
  const leave = runtime.clock.join(() => mappings.settled());
  onTestFinished(async () => {
    leave();
    await mappings[Symbol.asyncDispose]();
  });
  return { mappings, service, runtime, functions, known, engines, lines };
}

/** Why it was refused. */
async function refusalOf(answer: Promise<unknown>) {
  const error: unknown = await answer.then(
    () => new Error('It was done.'),
    (thrown: unknown) => thrown,
  );
  return error instanceof MappingRefused ? error.refusal : error;
}

async function uuids(mappings: MappingService) {
  const all: string[] = [];
  for await (const { mapping } of mappings.list(scope)) all.push(mapping.uuid);
  return all;
}

test('a mapping is Creating when it is made, and Enabled at the next look', async () => {
  const { mappings, engines } = await opened();
  const { mapping, state } = await mappings.create(asked);
  expect(state).toBe('Creating');
  expect(mapping).toMatchObject({
    eventSourceArn: stream,
    startingPosition: { type: 'LATEST' },
    lastProcessingResult: 'No records processed',
    settings: { functionArn: arn, enabled: true, batchSize: 100, maximumRetryAttempts: -1 },
  });
  expect(await mappings.get({ ...scope, uuid: mapping.uuid })).toMatchObject({
    mapping,
    state: 'Enabled',
  });
  expect(engines.map(({ calls }) => calls)).toEqual([[['start', mapping]]]);
});

test('nothing is opened for a mapping that is disabled', async () => {
  const { mappings, engines } = await opened();
  const { mapping } = await mappings.create({ ...asked, settings: { enabled: false } });
  expect(await mappings.get(mapping)).toMatchObject({ state: 'Disabled' });
  expect(engines).toEqual([]);
});

test('states take the time that they are given', async () => {
  const { mappings, runtime, engines } = await opened({ transitionMs: 5000 });
  const { mapping } = await mappings.create(asked);
  const state = async () => (await mappings.get(mapping)).state;
  expect(await state()).toBe('Creating');
  const inUse = (action: string) => ({ kind: 'mapping-in-use', action });
  expect(await refusalOf(mappings.update(mapping, { settings: {} }))).toEqual(inUse('update'));
  expect(await refusalOf(mappings.delete(mapping))).toEqual(inUse('delete'));
  await runtime.clock.advance(5000);
  expect(await mappings.get(mapping)).toMatchObject({
    state: 'Enabled',
    changedAt: mapping.modifiedAt + 5000,
  });

  const disabling = await mappings.update(mapping, { settings: { enabled: false } });
  expect(disabling).toMatchObject({ state: 'Disabling', changedAt: runtime.clock.now() });
  await runtime.clock.advance(5000);
  expect(await state()).toBe('Disabled');

  expect(await mappings.update(mapping, { settings: { batchSize: 7 } })).toMatchObject({
    state: 'Updating',
  });
  await runtime.clock.advance(5000);
  expect(await state()).toBe('Disabled');
  expect(await mappings.update(mapping, { settings: { enabled: true } })).toMatchObject({
    state: 'Enabling',
    mapping: { settings: { batchSize: 7 } },
  });
  await runtime.clock.advance(5000);

  expect(await mappings.delete(mapping)).toMatchObject({ state: 'Deleting' });
  expect(await state()).toBe('Deleting');
  await runtime.clock.advance(5000);
  expect(await refusalOf(mappings.get(mapping))).toMatchObject({ kind: 'mapping-not-found' });
  expect(await uuids(mappings)).toEqual([]);
  expect(engines[0]?.calls.map(([call]) => call)).toEqual([
    'start',
    'stop',
    'stop',
    'start',
    'forget',
  ]);
  // The pair is free again.
  expect(await mappings.create(asked)).toMatchObject({ state: 'Creating' });
});

test.each<[string, Partial<NewMapping>, object]>([
  [
    'a queue',
    { eventSourceArn: 'arn:aws:sqs:eu-central-1:000000000000:orders' },
    { kind: 'no-event-source' },
  ],
  [
    'a table',
    { eventSourceArn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/orders' },
    { kind: 'no-event-source' },
  ],
  [
    'a Kinesis stream, of which there are none',
    { eventSourceArn: 'arn:aws:kinesis:eu-central-1:000000000000:stream/orders' },
    { kind: 'no-event-source' },
  ],
  [
    'a time',
    { startingPosition: { type: 'AT_TIMESTAMP', time: 1 } },
    { kind: 'no-such-start', source: stream },
  ],
  ['a missing stream', { eventSourceArn: `${stream}x` }, { kind: 'no-stream-for-mapping' }],
  [
    'a missing function',
    { function: { ...scope, name: 'nobody' } },
    { kind: 'no-function-for-mapping' },
  ],
  [
    'a missing version',
    { function: { ...scope, name: 'orders', qualifier: '3' } },
    { kind: 'no-function-for-mapping' },
  ],
])('%s is refused', async (_, change, refusal) => {
  const { mappings, engines } = await opened();
  expect(await refusalOf(mappings.create({ ...asked, ...change }))).toMatchObject(refusal);
  expect(await uuids(mappings)).toEqual([]);
  expect(engines).toEqual([]);
});

test('a filter that is none is refused, before the function is looked for', async () => {
  const { mappings } = await opened();
  const wrong = { settings: { filters: ['"text"'] }, function: { ...scope, name: 'nobody' } };
  expect(await refusalOf(mappings.create({ ...asked, ...wrong }))).toBeInstanceOf(InvalidPattern);
  const { mapping } = await mappings.create(asked);
  const change = mappings.update(mapping, { settings: { filters: ['{'] } });
  expect(await refusalOf(change)).toBeInstanceOf(InvalidPattern);
});

test('a function has one mapping to a stream, and one of each version', async () => {
  const { mappings, functions } = await opened();
  const { mapping } = await mappings.create(asked);
  const exists = { kind: 'mapping-exists', source: stream, function: 'orders', uuid: mapping.uuid };
  expect(await refusalOf(mappings.create(asked))).toEqual(exists);
  await publishVersion(functions, asked.function, {});
  const version = { ...asked.function, qualifier: '1' };
  const { mapping: other } = await mappings.create({ ...asked, function: version });
  expect(other.settings.functionArn).toBe(`${arn}:1`);

  const move = (to: NewMapping['function']) =>
    mappings.update(other, { function: to, settings: {} });
  expect(await refusalOf(move(asked.function))).toEqual(exists);
  await move({ ...scope, name: 'audit' });
  expect((await mappings.get(other)).mapping.settings.functionArn).toBe(
    arn.replace('orders', 'audit'),
  );
  // What it had before is free, and what it has is not.
  await mappings.create({ ...asked, function: version });
  const taken = mappings.create({ ...asked, function: { ...scope, name: 'audit' } });
  expect(await refusalOf(taken)).toMatchObject({ kind: 'mapping-exists', uuid: other.uuid });
});

test('a mapping whose stream went before it began was never there', async () => {
  const { mappings, engines } = await opened();
  const { mapping } = await mappings.create(asked);
  await mappings.delete(mapping);
  const [engine] = engines;
  if (engine !== undefined) engine.starting = () => Promise.reject(new StreamNotFound('gone'));
  const source = { kind: 'no-stream-for-mapping', source: stream };
  expect(await refusalOf(mappings.create(asked))).toEqual(source);
  expect(await uuids(mappings)).toEqual([]);
});

test('what is to run has to have a stream, and what is to stop need not', async () => {
  const { mappings, known } = await opened();
  const { mapping } = await mappings.create(asked);
  known.clear();
  const missing = { kind: 'no-stream-for-mapping', source: stream };
  const change = (settings: NewMapping['settings']) => mappings.update(mapping, { settings });
  expect(await refusalOf(change({ batchSize: 1 }))).toEqual(missing);
  expect(await change({ enabled: false })).toMatchObject({ state: 'Disabling' });
  expect(await refusalOf(change({ enabled: true }))).toEqual(missing);
  expect(await mappings.get(mapping)).toMatchObject({ state: 'Disabled' });
});

test('creating waits for the engine, so that LATEST begins before the answer', async () => {
  const { mappings, engines } = await opened();
  await mappings.create({ ...asked, function: { ...scope, name: 'audit' } });
  const gate = Promise.withResolvers<void>();
  const [engine] = engines;
  if (engine !== undefined) engine.starting = () => gate.promise;
  let isDone = false;
  const creating = mappings.create(asked).then(() => void (isDone = true));
  while (engine?.calls.length === 1) await new Promise(setImmediate);
  expect(isDone).toBe(false);
  gate.resolve();
  await creating;
});

test('the newest result is kept', async () => {
  const { mappings, engines } = await opened();
  const { mapping } = await mappings.create(asked);
  engines[0]?.result(mapping.uuid, 'OK');
  engines[0]?.result(mapping.uuid, 'PROBLEM: Function call failed');
  engines[0]?.result('a mapping that is none', 'OK');
  await mappings.settled();
  expect((await mappings.get(mapping)).mapping.lastProcessingResult).toBe(
    'PROBLEM: Function call failed',
  );
});

test('after a restart mappings go on, and deletions end', async () => {
  const { mappings, service, engines, runtime } = await opened({ transitionMs: 1000 });
  const { mapping: kept } = await mappings.create(asked);
  const audit = { ...asked, function: { ...scope, name: 'audit' } };
  const { mapping: deleted } = await mappings.create(audit);
  await runtime.clock.advance(1000);
  await mappings.delete(deleted);
  await mappings[Symbol.asyncDispose]();
  expect(engines[0]?.isClosed).toBe(true);

  await runtime.clock.advance(500);
  await using again = service();
  await again.resume();
  expect(engines[1]?.calls).toEqual(
    expect.arrayContaining([
      ['start', kept],
      ['forget', deleted.uuid],
    ]),
  );
  expect((await again.get(deleted)).state).toBe('Deleting');
  await runtime.clock.advance(500);
  expect(await uuids(again)).toEqual([kept.uuid]);
});

test('a mapping that cannot go on is told to the log, and holds up no other', async () => {
  const { mappings, service, engines, lines } = await opened();
  const { mapping } = await mappings.create(asked);
  await mappings.create({ ...asked, function: { ...scope, name: 'audit' } });
  await mappings[Symbol.asyncDispose]();
  let failures = 1;
  await using again = service(() => {
    failures -= 1;
    return failures < 0 ? Promise.resolve() : Promise.reject(new StreamNotFound('gone'));
  });
  await again.resume();
  expect(engines[1]?.calls).toHaveLength(2);
  expect(lines).toEqual(['The stream of a mapping is gone']);
  expect((await again.get(mapping)).state).toBe('Enabled');
});

test('tags are changed, and those of what is not there are refused', async () => {
  const { mappings } = await opened();
  const { mapping } = await mappings.create({ ...asked, tags: { a: '1', b: '2' } });
  await mappings.tag(mapping, { add: { c: '3' }, remove: ['a'] });
  expect((await mappings.get(mapping)).mapping.tags).toEqual({ b: '2', c: '3' });
  const missing = { ...scope, uuid: '00000000-0000-4000-8000-000000000000' };
  expect(await refusalOf(mappings.tag(missing, { add: {}, remove: [] }))).toMatchObject({
    kind: 'mapping-not-found',
  });
});
