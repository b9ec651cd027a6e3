// The clock of a running server, turned by a test and over the wire.

import {
  DescribeTableCommand,
  PutItemCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { ExpiredIteratorException, GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, test } from 'vitest';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { aTable, putItems } from './a-table.ts';
import { drain, recordsOf, shardIterator, shardsOf } from './read-stream.ts';

const TableName = 'things';
const start = Date.UTC(2026, 0, 1);
const minute = 60_000;
const hour = 60 * minute;

interface Reading {
  readonly now: string;
  readonly epochMs: number;
  readonly mode: string;
  readonly offsetMs: number;
}

async function ask({ endpoint }: Headwater, request?: object) {
  const answer = await fetch(`${endpoint}/_headwater/clock`, {
    ...(request !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    }),
  });
  return { status: answer.status, json: await answer.json() };
}

async function turned(headwater: Headwater, request?: object): Promise<Reading> {
  const { status, json } = await ask(headwater, request);
  expect(status).toBe(200);
  return json as Reading;
}

async function anExpiringTable(headwater: Headwater) {
  const table = await aTable(headwater, { viewType: 'KEYS_ONLY' });
  await headwater.dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
    }),
  );
  return table;
}

describe('over HTTP', () => {
  test('the clock is read, advanced, set, frozen and resumed', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime() });
    const read = await turned(headwater);
    expect(read).toMatchObject({
      now: '2026-01-01T00:00:00.000Z',
      epochMs: start,
      mode: 'frozen',
    });
    const advanced = await turned(headwater, { action: 'advance', by: '4h30m' });
    expect(advanced).toMatchObject({ now: '2026-01-01T04:30:00.000Z', mode: 'frozen' });
    const time = '2026-03-01T00:00:00Z';
    const set = await turned(headwater, { action: 'set', time });
    expect(set).toMatchObject({ epochMs: Date.UTC(2026, 2, 1) });
    expect(await turned(headwater, { action: 'resume' })).toMatchObject({ mode: 'running' });
    const frozen = await turned(headwater, { action: 'freeze' });
    expect(frozen).toMatchObject({ mode: 'frozen' });
    expect(await turned(headwater)).toMatchObject({ now: frozen.now });
    expect(headwater.clock.now()).toBe(frozen.epochMs);
  });

  test('what makes no sense is refused', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime() });
    expect(await ask(headwater, { action: 'advance', by: 'a while' })).toEqual({
      status: 400,
      json: { error: expect.stringMatching(/^by: "a while" is not a duration\./) },
    });
    expect(await ask(headwater, { action: 'set', time: 0 })).toMatchObject({
      status: 400,
      json: { error: expect.stringMatching(/^The clock only goes forward/) },
    });
    expect(await turned(headwater)).toMatchObject({ epochMs: start });
  });

  test('one leap of 24 hours: items and iterators expire on the way, each at its time', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime() });
    const { dynamodb, streams, clock } = headwater;
    const { streamArn } = await anExpiringTable(headwater);
    const names = Array.from({ length: 22 }, (_, index) => `item ${index}`);
    const dueAt = (index: number): number => start + (((index * 7) % 22) + 1) * hour + 250;
    await putItems(
      headwater,
      TableName,
      names.map((name, index) => ({ p: { S: name }, until: { N: String(dueAt(index) / 1000) } })),
    );
    const [{ ShardId: shard = '' } = {}] = await shardsOf(streams, streamArn);
    const old = await shardIterator(streams, streamArn, { shard, type: 'LATEST' });

    // Somebody who looks now and then while time passes, and whom the leap waits for.
    const seen: unknown[] = [];
    let look: Promise<void> = Promise.resolve();
    const tryOld = async (): Promise<void> => {
      const outcome = await streams.send(new GetRecordsCommand({ ShardIterator: old })).then(
        () => 'works',
        (error: unknown) => (error instanceof ExpiredIteratorException ? 'expired' : error),
      );
      const left = (await dynamodb.send(new ScanCommand({ TableName }))).Count;
      seen.push([clock.now() - start, outcome, left]);
    };
    clock.join(() => look);
    for (const ms of [15 * minute - 1, 15 * minute + 1, hour + 249, hour + 251, 12 * hour]) {
      void clock.sleep(ms).then(() => (look = tryOld()));
    }

    const after = await turned(headwater, { action: 'advance', by: '24h' });
    expect(after).toMatchObject({ now: '2026-01-02T00:00:00.000Z', mode: 'frozen' });
    expect(seen).toEqual([
      [15 * minute - 1, 'works', 22],
      [15 * minute + 1, 'expired', 22],
      [hour + 249, 'expired', 22],
      [hour + 251, 'expired', 21],
      [12 * hour, 'expired', 11],
    ]);
    expect((await dynamodb.send(new ScanCommand({ TableName }))).Count).toBe(0);
    const removed = (await recordsOf(streams, streamArn)).filter(
      ({ eventName }) => eventName === 'REMOVE',
    );
    // Streams tell full seconds.
    const expected = names
      .map((p, index) => ({ p, time: new Date(dueAt(index) - 250) }))
      .toSorted((a, b) => a.time.getTime() - b.time.getTime());
    expect(
      removed.map(({ dynamodb: change }) => ({
        p: change?.Keys?.['p']?.S,
        time: change?.ApproximateCreationDateTime,
      })),
    ).toEqual(expected);
  });
});

describe('without a runtime of its own, a server has a clock', () => {
  test('that runs, and leaps', async () => {
    await using headwater = await startHeadwater();
    const { dynamodb, streams, clock } = headwater;
    expect(await turned(headwater)).toMatchObject({ mode: 'running', offsetMs: 0 });
    const { streamArn } = await anExpiringTable(headwater);
    const until = String(Math.floor(clock.now() / 1000) + 3600);
    await dynamodb.send(
      new PutItemCommand({ TableName, Item: { p: { S: 'a' }, until: { N: until } } }),
    );
    const [{ ShardId: shard = '' } = {}] = await shardsOf(streams, streamArn);
    const iterator = await shardIterator(streams, streamArn, { shard, type: 'TRIM_HORIZON' });
    expect((await drain(streams, iterator)).records).toHaveLength(1);
    const before = clock.now();
    await clock.advance('1h');
    expect(clock.now()).toBeGreaterThanOrEqual(before + hour);
    expect((await dynamodb.send(new ScanCommand({ TableName }))).Count).toBe(0);
    await expect(drain(streams, iterator)).rejects.toThrow(ExpiredIteratorException);
    const { epochMs, mode } = await turned(headwater);
    expect(epochMs).toBeLessThanOrEqual(clock.now());
    expect(mode).toBe('running');
  });

  test('of its own: other servers keep theirs', async () => {
    await using one = await startHeadwater();
    await using other = await startHeadwater();
    await one.clock.advance('10d');
    one.clock.freeze();
    expect(other.clock.read()).toMatchObject({ mode: 'running', offsetMs: 0 });
  });
});

describe('after a restart', () => {
  test('the clock is that of the machine again, and what was written keeps its time', async () => {
    await using directory = await temporaryDirectory();
    const created = async ({ dynamodb }: Headwater): Promise<number | undefined> => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      return Table?.CreationDateTime?.getTime();
    };
    const began = Date.now();
    let before: number | undefined;
    {
      await using headwater = await startHeadwater({ dataDir: directory.path });
      await headwater.clock.advance('10d');
      await aTable(headwater);
      before = await created(headwater);
    }
    await using headwater = await startHeadwater({ dataDir: directory.path });
    expect(headwater.clock.read()).toMatchObject({ mode: 'running', offsetMs: 0 });
    expect(before).toBeGreaterThanOrEqual(began + 10 * 24 * hour);
    expect(await created(headwater)).toBe(before);
  });

  test('a clock of your runtime is as it was, and does not wait for who is gone', async () => {
    const runtime = manualRuntime();
    for (const day of [1, 2, 3]) {
      await using headwater = await startHeadwater({ runtime });
      expect(headwater.clock).toBe(runtime.clock);
      await headwater.clock.advance('1d');
      expect(await turned(headwater)).toMatchObject({ epochMs: start + day * 24 * hour });
    }
    await runtime.clock.advance('1d');
    expect(runtime.clock.now()).toBe(start + 4 * 24 * hour);
  });
});
