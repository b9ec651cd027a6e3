// What a mapping tells of itself, and of single records.

import { expect, test } from 'vitest';
import { scope } from '../../database/testing/open-test-database.ts';
import { HandlerError, keysOf, openTestEngine, queue, uuid } from './testing/open-test-engine.ts';

const table = 't';

async function opened() {
  const engine = await openTestEngine();
  const numberOf = async (key: string): Promise<{ shardId: string; sequenceNumber: string }> => {
    const { database } = engine;
    const [found] = await database.findRecords(scope, { table, key: { p: { S: key } } });
    const { shard, position } = found!;
    const lane = shard.lane.split('/')[1] ?? '';
    return {
      shardId: shard.id,
      sequenceNumber: `1${String(shard.base + position).padStart(14, '0')}${lane.padStart(6, '0')}`,
    };
  };
  return {
    ...engine,
    numberOf,
    report: () => engine.engine.report(uuid),
    accountOf: async (key: string) => engine.engine.accountOf(uuid, await numberOf(key)),
  };
}

test('nothing is told of a mapping that nobody started', async () => {
  const { engine } = await opened();
  expect(await engine.report(uuid)).toBeUndefined();
  const record = { shardId: 's', sequenceNumber: '1' };
  expect(await engine.accountOf(uuid, record)).toBeUndefined();
});

test('an idle mapping has nothing behind its position', async () => {
  const { start, put, settle, report, numberOf, engine } = await opened();
  await start();
  expect(await report()).toMatchObject({
    status: 'running',
    lastProcessingResult: 'No records processed',
    lagRecords: 0,
    lagMs: 0,
    shards: [{ phase: 'idle' }],
  });
  await put('a');
  await settle();
  const { sequenceNumber: position } = await numberOf('a');
  const told = await report();
  expect(told).toMatchObject({ lastProcessingResult: 'OK', lagRecords: 0 });
  expect(told?.counts).toMatchObject({ recordsRead: 1, recordsProcessed: 1, invocations: 1 });
  expect(told?.shards).toMatchObject([
    { phase: 'idle', position, batches: [], lastInvocation: { outcome: 'ok', attempt: 1 } },
  ]);
  expect(engine.metrics()).toMatchObject([{ uuid, iteratorAgeMs: 0 }]);
});

test('one that is behind says how far, and what it tries when', async () => {
  const { start, put, clock, invocations, report, numberOf } = await opened();
  invocations.function = () => {
    throw new HandlerError('out of paper');
  };
  await put('a');
  await put('b');
  await start({ batchSize: 1 });
  await clock.advance('10s');
  await put('c');
  await clock.advance(0);
  const told = await report();
  expect(told).toMatchObject({ lagRecords: 3, lagMs: 10_000 });
  const { sequenceNumber: from } = await numberOf('a');
  const [shard] = told!.shards;
  expect(shard).toMatchObject({
    phase: 'working',
    batches: [{ from, to: from, size: 1, state: 'backing-off', problem: 'Error: out of paper' }],
    lastInvocation: { outcome: 'error', problem: 'Error: out of paper' },
  });
  const [batch] = shard!.batches;
  expect(batch?.attempts).toBe(invocations.calls.length);
  expect(batch?.nextAttemptAt).toBeGreaterThan(clock.now());
  await clock.advance(batch!.nextAttemptAt! - clock.now());
  expect(invocations.calls).toHaveLength(batch!.attempts + 1);
});

test('a record is accounted for from its first invocation to its destination', async () => {
  const { start, put, clock, invocations, accountOf } = await opened();
  invocations.function = (event) => {
    if (keysOf(event).includes('b')) throw new HandlerError('no');
  };
  for (const key of 'ab') await put(key);
  const bisecting = { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 };
  await start({ ...bisecting, onFailureDestination: queue });
  await clock.advance('1m');
  const both = { size: 2 };
  const alone = { size: 1 };
  const cut = { type: 'retried', isCut: true };
  expect(await accountOf('a')).toMatchObject({
    status: 'processed',
    steps: [
      { type: 'invoked', outcome: 'error', attempt: 1, batch: both, problem: 'Error: no' },
      cut,
      { type: 'invoked', outcome: 'ok', attempt: 1, batch: alone },
    ],
  });
  expect(await accountOf('b')).toMatchObject({
    status: 'given-up',
    steps: [
      { type: 'invoked', outcome: 'error', attempt: 1, batch: both },
      cut,
      { type: 'invoked', outcome: 'error', attempt: 1, batch: alone },
      { type: 'retried', isCut: false },
      { type: 'invoked', outcome: 'error', attempt: 2, batch: alone },
      { type: 'given-up', reason: 'attempts', invokeCount: 2, batch: alone },
      { type: 'delivered', destination: queue },
    ],
  });
});

test('without a destination, a record is discarded, and that is told', async () => {
  const { start, put, clock, accountOf } = await opened();
  await put('a');
  await clock.advance('2m');
  await start({ maximumRecordAgeSeconds: 60 });
  await clock.advance(0);
  expect(await accountOf('a')).toMatchObject({
    status: 'given-up',
    steps: [{ type: 'given-up', reason: 'age', invokeCount: 1 }, { type: 'discarded' }],
  });
});

test('a destination that does not take it is told', async () => {
  const { start, put, clock, invocations, destination, accountOf, report } = await opened();
  invocations.function = () => {
    throw new HandlerError('no');
  };
  destination.deliver = () => Promise.reject(new Error('no queue'));
  await put('a');
  await start({ maximumRetryAttempts: 0, onFailureDestination: queue });
  await clock.advance(0);
  expect(await accountOf('a')).toMatchObject({
    status: 'in-work',
    steps: [{}, { type: 'given-up' }, { type: 'delivery-failed', problem: 'no queue' }],
  });
  const told = await report();
  expect(told?.shards[0]?.batches).toMatchObject([{ state: 'delivering', problem: 'no queue' }]);
  expect(told?.lastProcessingResult).toContain('On-failure destination');
});

test('records that a function is done with are told from those behind them', async () => {
  const { start, put, clock, invocations, accountOf } = await opened();
  invocations.function = (event) => {
    const bad = event.Records.find(({ dynamodb }) => dynamodb.Keys.p.S === 'b');
    return bad && { batchItemFailures: [{ itemIdentifier: bad.dynamodb.SequenceNumber }] };
  };
  for (const key of 'abc') await put(key);
  await start({ reportBatchItemFailures: true });
  await clock.advance(0);
  const partial = { type: 'invoked', outcome: 'partial' };
  expect(await accountOf('a')).toMatchObject({ status: 'processed', steps: [partial] });
  expect(await accountOf('b')).toMatchObject({ status: 'in-work', steps: [partial, {}] });
  expect(await accountOf('c')).toMatchObject({ status: 'in-work', steps: [partial, {}] });
});

test('a record that is filtered is told with the patterns that it does not match', async () => {
  const { start, put, settle, accountOf } = await opened();
  const filters = [JSON.stringify({ eventName: ['REMOVE'] })];
  await put('a');
  await start({ filters });
  await settle();
  expect(await accountOf('a')).toMatchObject({
    status: 'filtered',
    steps: [{ type: 'filtered', patterns: filters }],
  });
});

test('with filters, only what was handed out has been invoked with', async () => {
  const { start, put, settle, accountOf } = await opened();
  for (const [key, value] of Object.entries({ a: 1, b: 2, c: 1 })) await put(key, value);
  await start({ filters: [JSON.stringify({ dynamodb: { NewImage: { v: { N: ['1'] } } } })] });
  await settle();
  expect(await accountOf('a')).toMatchObject({ status: 'processed' });
  expect(await accountOf('b')).toMatchObject({ status: 'filtered' });
  expect(await accountOf('c')).toMatchObject({ status: 'processed' });
});

test('what was before the start, what waits, and what is not remembered', async () => {
  const { start, put, clock, invocations, accountOf, restart, database } = await opened();
  await put('before');
  await start({ from: 'LATEST' });
  expect(await accountOf('before')).toMatchObject({ status: 'before-start', steps: [] });
  await put('done');
  await clock.advance(0);
  await restart();
  invocations.function = () => {
    throw new HandlerError('no');
  };
  await start({ from: 'LATEST' });
  await put('stuck');
  await clock.advance(0);
  await put('behind');
  await database.rollShards(scope, { table });
  await put('in a child');
  await clock.advance(0);
  expect(await accountOf('done')).toMatchObject({ status: 'passed', steps: [] });
  expect(await accountOf('stuck')).toMatchObject({ status: 'in-work' });
  expect(await accountOf('behind')).toMatchObject({ status: 'waiting', steps: [] });
  expect(await accountOf('in a child')).toMatchObject({ status: 'waiting', steps: [] });
});

test('shards that wait for their parents are told, and those that are finished', async () => {
  const { start, put, clock, invocations, database, report, engine } = await opened();
  let fails = true;
  invocations.function = () => {
    if (fails) throw new HandlerError('no');
  };
  await put('a');
  await start();
  await database.splitShards(scope, { table });
  await put('b');
  await clock.advance(0);
  const before = await report();
  expect(before?.shards.map(({ phase }) => phase)).toEqual(['working', 'waiting', 'waiting']);
  expect(before?.lagRecords).toBe(2);
  fails = false;
  await clock.advance('1m');
  const after = await report();
  expect(after?.shards.map(({ phase }) => phase)).toEqual(['finished', 'idle', 'idle']);
  await engine.stop(uuid);
  const stopped = await report();
  expect(stopped?.status).toBe('stopped');
  expect(stopped?.shards.map(({ phase }) => phase)).toEqual(['finished', 'stopped', 'stopped']);
});
