import { describe, expect, it } from 'vitest';
import { scope } from '../database/testing/open-test-database.ts';
import { trimmedUpTo } from '../model/shard.ts';
import { openStream } from './testing/open-stream.ts';

const table = 't';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

async function openAged(options: Parameters<typeof openStream>[0] = {}) {
  const opened = await openStream({ logEverything: false, shardLifetimeMs: 0, ...options });
  const { runtime, database, shards } = opened;
  return {
    ...opened,
    async advance(ms: number) {
      await runtime.clock.advance(ms);
      await database.settled();
    },
    ids: async () => (await shards()).map(({ definition }) => definition.id),
    async entriesIn(lane = 't1/0') {
      const page = await opened.store.readLog(lane, 0, { count: 1000, bytes: 1e9 });
      return { kept: page.entries.length, trimmed: page.trimmed };
    },
  };
}

describe('records', () => {
  it('go when they are 24 hours old, and their bytes with them', async () => {
    const { put, advance, ids, keysOf, entriesIn, iterator, read } = await openAged();
    const [shard = ''] = await ids();
    await put('a');
    await advance(hourMs);
    await put('b');
    const early = await iterator(shard);
    await advance(23 * hourMs - 1);
    expect(await keysOf(shard)).toEqual(['a', 'b']);
    await advance(1);
    expect(await keysOf(shard)).toEqual(['b']);
    expect(await entriesIn()).toEqual({ kept: 1, trimmed: 1 });
    await advance(hourMs);
    expect(await keysOf(shard)).toEqual([]);
    expect(await entriesIn()).toEqual({ kept: 0, trimmed: 2 });
    await expect(read(early)).rejects.toMatchObject({ refusal: { kind: 'iterator-expired' } });
  });

  it('that were trimmed are refused to iterators and numbers that want them', async () => {
    const { put, advance, ids, iterator, read } = await openAged();
    const [shard = ''] = await ids();
    await put('a');
    const number = (await read(await iterator(shard))).records[0]?.dynamodb.SequenceNumber ?? '';
    await advance(24 * hourMs - minuteMs);
    await put('b');
    const early = await iterator(shard);
    await advance(minuteMs);
    const trimmed = { refusal: { kind: 'trimmed' } };
    await expect(read(early)).rejects.toMatchObject(trimmed);
    const at = { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: number } as const;
    await expect(iterator(shard, at)).rejects.toMatchObject(trimmed);
    const after = { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: number } as const;
    const page = await read(await iterator(shard, after));
    expect(page.records.map(({ dynamodb }) => dynamodb.Keys.p.S)).toEqual(['b']);
  });

  it.each([
    ['the server', { retentionMs: 2 * hourMs }],
    ['the table', { tags: [{ key: 'headwater:stream-retention', value: 'PT2H' }] }],
  ])('stay as long as %s says', async (_, options) => {
    const { put, advance, ids, keysOf } = await openAged(options);
    const [shard = ''] = await ids();
    await put('a');
    await advance(2 * hourMs - 1);
    expect(await keysOf(shard)).toEqual(['a']);
    await advance(1);
    expect(await keysOf(shard)).toEqual([]);
  });

  it('of a stream that is enabled later go as its table said before', async () => {
    const tags = [{ key: 'headwater:stream-retention', value: '1m' }];
    const { database, put, advance, streams } = await openAged({ tags });
    await database.updateTable(scope, table, { stream: { enabled: false } });
    await advance(10 * minuteMs);
    await database.updateTable(scope, table, { stream: { enabled: true, viewType: 'KEYS_ONLY' } });
    await put('a');
    await advance(2 * minuteMs);
    const [stream] = await database.listShards(scope, table);
    const [shard] = stream?.shards ?? [];
    expect(trimmedUpTo(shard!.definition)).toBe(1);
    expect((await streams.listStreams(scope, { limit: 9 })).streams.length).toBe(1);
  });

  it('stay as long as the table says lately, and tags that say nothing are refused', async () => {
    const { database, put, advance, ids, keysOf } = await openAged();
    const [shard = ''] = await ids();
    await put('a');
    const tag = (value: string) =>
      database.tagTable(scope, table, [{ key: 'headwater:stream-retention', value }]);
    for (const nonsense of ['soon', '30s', '5000d']) {
      await expect(tag(nonsense)).rejects.toThrow('takes a duration from 1m to 3650d');
    }
    await tag('2d');
    await advance(36 * hourMs);
    expect(await keysOf(shard)).toEqual(['a']);
    await tag('1h');
    await database.settled();
    expect(await keysOf(shard)).toEqual([]);
    await put('b');
    await database.untagTable(scope, table, ['headwater:stream-retention']);
    await advance(23 * hourMs);
    expect(await keysOf(shard)).toEqual(['b']);
  });
});

describe('iterators', () => {
  it.each([
    ['keeps', true],
    ['forgets', false],
  ])('that expired say so although the log %s what was trimmed', async (_, enabled) => {
    const { database, put, advance, ids, iterator, read } = await openAged();
    await database.updateContinuousBackups(scope, { table, enabled });
    await advance(minuteMs);
    await put('a');
    const [shard = ''] = await ids();
    const early = await iterator(shard);
    await database.expireIterators(scope, { table });
    await database.trimShards(scope, { table });
    await database.settled();
    await expect(read(early)).rejects.toMatchObject({ refusal: { kind: 'iterator-expired' } });
  });
});

describe('closed shards', () => {
  it('go a retention after they closed, while their children name them still', async () => {
    const { database, put, advance, ids, shards, iterator, read, streams, arn } = await openAged();
    await put('a');
    await advance(hourMs);
    const [parent = ''] = await ids();
    await database.rollShards(scope, { table });
    const [, child = ''] = await ids();
    await advance(24 * hourMs - 1);
    const early = await iterator(parent);
    expect(await ids()).toEqual([parent, child]);
    expect(await read(early)).toEqual({ records: [], next: undefined });
    await advance(1);
    expect((await shards()).map(({ definition }) => [definition.id, definition.parent])).toEqual([
      [child, parent],
    ]);
    await expect(read(early)).rejects.toMatchObject({ refusal: { kind: 'trimmed' } });
    await expect(iterator(parent)).rejects.toMatchObject({ refusal: { kind: 'shard-not-found' } });
    const orphans = await streams.describeStream(scope, arn, { childrenOf: parent, limit: 9 });
    expect(orphans.shards.map(({ definition }) => definition.id)).toEqual([child]);
  });

  it('of a disabled stream go with the stream', async () => {
    const { database, put, advance, ids, keysOf, streams, entriesIn } = await openAged();
    await put('a');
    const [shard = ''] = await ids();
    await database.updateTable(scope, table, { stream: { enabled: false } });
    await put('unseen');
    await advance(24 * hourMs - 1);
    expect(await keysOf(shard)).toEqual(['a']);
    await advance(1);
    expect(await streams.listStreams(scope, { limit: 9 })).toEqual({ streams: [], more: false });
    expect(await entriesIn()).toEqual({ kept: 0, trimmed: 1 });
  });

  it('of a deleted table go likewise, and its lanes are forgotten', async () => {
    const { database, put, advance, ids, keysOf, streams, entriesIn, store } = await openAged({
      tags: [{ key: 'headwater:stream-retention', value: '2h' }],
    });
    await put('a');
    await database.splitShards(scope, { table });
    await put('b');
    const [root = ''] = await ids();
    await database.deleteTable(scope, table);
    await advance(hourMs);
    expect(await keysOf(root)).toEqual(['a']);
    // A child opens a moment behind its parent.
    await advance(hourMs + minuteMs);
    expect((await streams.listStreams(scope, { limit: 9 })).streams).toEqual([]);
    for (const lane of ['t1/0', 't1/1', 't1/2']) expect((await entriesIn(lane)).kept).toBe(0);
    const left = await store.range({
      from: Uint8Array.of(0x0d),
      to: Uint8Array.of(0x0e),
      direction: 'forward',
      limit: { count: 9, bytes: 1e6 },
    });
    expect(left.entries).toEqual([]);
  });
});

describe('a trim that is asked for', () => {
  it('takes what there is, and closed shards with it', async () => {
    const { database, put, ids, keysOf, entriesIn } = await openAged();
    await put('a');
    await database.rollShards(scope, { table });
    await put('b');
    const [, child = ''] = await ids();
    const left = await database.trimShards(scope, { table });
    expect(left.map(({ id }) => id)).toEqual([child]);
    expect(await ids()).toEqual([child]);
    expect(await keysOf(child)).toEqual([]);
    await put('c');
    expect(await keysOf(child)).toEqual(['c']);
    await database.settled();
    expect(await entriesIn()).toEqual({ kept: 1, trimmed: 2 });
  });

  it('goes up to a number, and takes what is older in the lineage', async () => {
    const { database, put, ids, keysOf, shards, iterator, read } = await openAged();
    await put('a');
    await database.rollShards(scope, { table });
    for (const name of ['b', 'c', 'd']) await put(name);
    const [, child = ''] = await ids();
    const { records } = await read(await iterator(child));
    const upTo = records[1]?.dynamodb.SequenceNumber ?? '';
    await expect(database.trimShards(scope, { table, upTo })).rejects.toThrow('name the shard');
    await database.trimShards(scope, { table, shard: child, upTo });
    expect(await ids()).toEqual([child]);
    expect(await keysOf(child)).toEqual(['d']);
    expect((await shards())[0]?.definition.trims).toMatchObject([{ reason: 'asked' }]);
    const other = `1${'0'.repeat(20)}`;
    await expect(database.trimShards(scope, { table, shard: child, upTo: other })).rejects.toThrow(
      `is not in the range of shard ${child}`,
    );
  });

  it('leaves other branches alone', async () => {
    const { database, ids } = await openAged();
    await database.splitShards(scope, { table });
    await database.rollShards(scope, { table });
    const [root, left = '', right, leftChild, rightChild] = await ids();
    await database.trimShards(scope, { table, shard: left });
    expect(await ids()).toEqual([right, leftChild, rightChild]);
    expect(root).toBeDefined();
  });
});

describe('the log of a table with point-in-time recovery', () => {
  it('keeps what streams no longer show, as far as recovery reaches back', async () => {
    const { database, put, advance, ids, keysOf, entriesIn } = await openAged();
    const [shard = ''] = await ids();
    await database.updateContinuousBackups(scope, { table, enabled: true, periodDays: 2 });
    await advance(minuteMs);
    await put('a');
    await advance(24 * hourMs);
    await put('b');
    expect(await keysOf(shard)).toEqual(['b']);
    expect(await entriesIn()).toEqual({ kept: 2, trimmed: 0 });
    await advance(24 * hourMs);
    expect(await entriesIn()).toEqual({ kept: 1, trimmed: 1 });
    await database.updateContinuousBackups(scope, { table, enabled: false });
    await advance(24 * hourMs);
    expect((await entriesIn()).kept).toBe(0);
  });

  it('is walked through splits when the table is restored to a time', async () => {
    const { database, put, advance, runtime } = await openAged();
    await database.updateContinuousBackups(scope, { table, enabled: true });
    const expected = new Map<string, string>();
    for (let n = 0; n < 20; n += 1) {
      await put(`k${n}`, n);
      expected.set(`k${n}`, String(n));
    }
    await advance(1000);
    const time = runtime.clock.now();
    await advance(1000);
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 30; n += 2) await put(`k${n}`, 100 + round);
      await database.splitShards(scope, { table });
      await advance(30 * hourMs);
    }
    await database.restoreToTime(scope, { source: table, table: 'back', time, overrides: {} });
    await database.settled();
    const page = await database.scan(scope, { table: 'back', consistent: true });
    const items = page.items.map(
      (json) => JSON.parse(Buffer.from(json).toString()) as { p: { S: string }; v: { N: string } },
    );
    expect(new Map(items.map(({ p, v }) => [p.S, v.N]))).toEqual(expected);
  });
});
