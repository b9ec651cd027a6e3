import { describe, expect, it } from 'vitest';
import { utf8Text } from '../base/bytes.ts';
import { openTestDatabase, scope } from '../database/testing/open-test-database.ts';
import { tableOf } from '../database/testing/table-of.ts';
import { streamArn } from '../model/stream.ts';
import type { StreamViewType } from '../model/stream-view-type.ts';
import { openStreamLog } from './open-stream-log.ts';
import type { IteratorPosition } from './stream-log.ts';

interface Record {
  readonly eventName: string;
  readonly eventID: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys: { readonly p: { readonly S: string } };
  };
}

async function openStream(viewType: StreamViewType = 'NEW_AND_OLD_IMAGES', partitions = 1) {
  const { database, store, runtime } = await openTestDatabase({ partitions });
  const streams = await openStreamLog(store, runtime);
  const { definition } = await database.createTable(
    scope,
    tableOf('t', { stream: { enabled: true, viewType } }),
  );
  const arn = streamArn({ ...scope, table: 't', label: definition.latestStreamLabel ?? '' });
  const { shards } = await streams.describeStream(scope, arn, { limit: 100 });
  const shard = shards[0]?.definition.id ?? '';
  return {
    database,
    streams,
    runtime,
    arn,
    shard,
    put: (p: string, v = 1) =>
      database.put(scope, {
        table: 't',
        item: { p: { S: p }, v: { N: String(v) } },
        returnValues: 'NONE',
      }),
    iterator: (position: IteratorPosition) =>
      streams.shardIterator(scope, { arn, shard, position }),
    async read(iterator: string, limit = 1000) {
      const page = await streams.records(scope, { iterator, limit });
      return {
        records: JSON.parse(utf8Text(page.records)) as Record[],
        next: page.nextIterator,
      };
    },
  };
}

const horizon = { type: 'TRIM_HORIZON' } as const;

describe('records', () => {
  it('have the keys and the size that AWS gives', async () => {
    const { database, put, iterator, read } = await openStream();
    await put('a', 1);
    await put('a', 2);
    const key = { p: { S: 'a' } };
    await database.delete(scope, { table: 't', key, returnValues: 'NONE' });
    const { records } = await read(await iterator(horizon));
    const common = {
      awsRegion: 'eu-central-1',
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      eventSource: 'aws:dynamodb',
      eventVersion: '1.1',
    };
    const dynamodb = (more: object) => ({
      ApproximateCreationDateTime: 1_767_225_600,
      Keys: key,
      SequenceNumber: expect.stringMatching(/^\d{21}$/) as string,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ...more,
    });
    const one = { ...key, v: { N: '1' } };
    const two = { ...key, v: { N: '2' } };
    expect(records).toEqual([
      { ...common, eventName: 'INSERT', dynamodb: dynamodb({ NewImage: one, SizeBytes: 7 }) },
      {
        ...common,
        eventName: 'MODIFY',
        dynamodb: dynamodb({ NewImage: two, OldImage: one, SizeBytes: 12 }),
      },
      { ...common, eventName: 'REMOVE', dynamodb: dynamodb({ OldImage: two, SizeBytes: 7 }) },
    ]);
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(3);
  });

  it.each<[StreamViewType, string[]]>([
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
    ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
  ])('of %s show %j of a modification', async (viewType, images) => {
    const { put, iterator, read } = await openStream(viewType);
    await put('a', 1);
    await put('a', 2);
    const { records } = await read(await iterator(horizon));
    const shown = Object.keys(records[1]?.dynamodb ?? {});
    expect(shown.filter((name) => name.endsWith('Image')).toSorted()).toEqual(images.toSorted());
  });

  it('come in pages, each going on behind the one before, for ever while the shard is open', async () => {
    const { put, iterator, read } = await openStream();
    for (let n = 0; n < 7; n += 1) await put(`k${n}`);
    let next: string | undefined = await iterator(horizon);
    const names: string[] = [];
    for (const wanted of [3, 3, 1, 0]) {
      const page: Awaited<ReturnType<typeof read>> = await read(next ?? '', 3);
      expect(page.records.length).toBe(wanted);
      names.push(...page.records.map(({ dynamodb }) => dynamodb.Keys.p.S));
      next = page.next;
    }
    expect(names).toEqual(['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6']);
    await put('later');
    expect((await read(next ?? '')).records.length).toBe(1);
  });

  it('end with the shard, on the page that brings the last of them', async () => {
    const { database, put, iterator, read } = await openStream();
    await put('a');
    const early = await iterator(horizon);
    const latest = await iterator({ type: 'LATEST' });
    await put('b');
    await database.updateTable(scope, 't', { stream: { enabled: false } });
    await database.updateTable(scope, 't', { stream: { enabled: true, viewType: 'KEYS_ONLY' } });
    await put('c');
    for (const [from, names] of [
      [early, ['a', 'b']],
      [latest, ['b']],
      [await iterator({ type: 'LATEST' }), []],
    ] as const) {
      const page = await read(from);
      expect(page.records.map(({ dynamodb }) => dynamodb.Keys.p.S)).toEqual(names);
      expect(page.next).toBeUndefined();
    }
  });
});

describe('an iterator', () => {
  it('at LATEST stands where the shard ended when it was asked for', async () => {
    const { put, iterator, read } = await openStream();
    await put('a');
    const latest = await iterator({ type: 'LATEST' });
    await put('b');
    expect((await read(latest)).records.map(({ dynamodb }) => dynamodb.Keys.p.S)).toEqual(['b']);
  });

  it('at or behind a sequence number begins there', async () => {
    const { put, iterator, read, streams, arn } = await openStream();
    for (const name of ['a', 'b', 'c']) await put(name);
    const { records } = await read(await iterator(horizon));
    const sequenceNumber = records[1]?.dynamodb.SequenceNumber ?? '';
    const at = await read(await iterator({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber }));
    expect(at.records).toEqual(records.slice(1));
    const after = await read(await iterator({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber }));
    expect(after.records).toEqual(records.slice(2));
    const { shards } = await streams.describeStream(scope, arn, { limit: 1 });
    const start = { sequenceNumber: shards[0]?.startingSequenceNumber ?? '' };
    const all = await read(await iterator({ type: 'AT_SEQUENCE_NUMBER', ...start }));
    expect(all.records).toEqual(records);
    await expect(
      iterator({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber: `1${'9'.repeat(20)}` }),
    ).rejects.toThrow('Invalid SequenceNumber');
  });

  it('lasts fifteen minutes, and each page gives a fresh one', async () => {
    const { put, iterator, read, runtime } = await openStream();
    await put('a');
    const first = await iterator(horizon);
    await runtime.clock.advance(15 * 60_000);
    const { next } = await read(first);
    await runtime.clock.advance(1);
    await expect(read(first)).rejects.toMatchObject({ refusal: { kind: 'iterator-expired' } });
    await runtime.clock.advance(10 * 60_000);
    expect((await read(next ?? '')).records).toEqual([]);
  });

  it('is not given for what is not there', async () => {
    const { streams, arn, shard } = await openStream();
    const none = { ...scope, region: 'elsewhere' };
    const request = { arn, shard, position: horizon };
    await expect(streams.shardIterator(none, request)).rejects.toMatchObject({
      refusal: { kind: 'stream-not-found' },
    });
    await expect(
      streams.shardIterator(scope, { ...request, shard: shard.replace(/.$/, 'x') }),
    ).rejects.toMatchObject({ refusal: { kind: 'shard-not-found' } });
    await expect(streams.describeStream(scope, 'arn:aws:x', { limit: 1 })).rejects.toThrow(
      'Invalid StreamArn',
    );
  });
});

describe('shards', () => {
  it('come in pages, in the order of their ids', async () => {
    const { streams, arn } = await openStream('KEYS_ONLY', 5);
    const all = await streams.describeStream(scope, arn, { limit: 5 });
    const ids = all.shards.map(({ definition }) => definition.id);
    expect(ids).toEqual(ids.toSorted());
    expect(all.more).toBe(false);
    const first = await streams.describeStream(scope, arn, { limit: 2 });
    expect(first.more).toBe(true);
    const afterShard = ids[1] ?? '';
    const rest = await streams.describeStream(scope, arn, { limit: 9, afterShard });
    expect(rest.shards.map(({ definition }) => definition.id)).toEqual(ids.slice(2));
    const none = await streams.describeStream(scope, arn, { limit: 9, afterShard: 'shardId-9' });
    expect(none).toMatchObject({ shards: [], more: false });
    const children = await streams.describeStream(scope, arn, { limit: 9, childrenOf: afterShard });
    expect(children.shards).toEqual([]);
  });
});

describe('streams', () => {
  it('are listed by table and in pages', async () => {
    const { database, streams } = await openStream();
    const stream = { enabled: true, viewType: 'KEYS_ONLY' } as const;
    await database.createTable(scope, tableOf('u', { stream }));
    await database.createTable(scope, tableOf('plain'));
    const names = async (page: object): Promise<string[]> =>
      (await streams.listStreams(scope, { limit: 10, ...page })).streams.map(({ table }) => table);
    expect(await names({})).toEqual(['t', 'u']);
    expect(await names({ table: 'u' })).toEqual(['u']);
    expect(await names({ table: 'plain' })).toEqual([]);
    const first = await streams.listStreams(scope, { limit: 1 });
    expect(first.more).toBe(true);
    const [last] = first.streams;
    expect(last && (await names({ afterArn: streamArn(last) }))).toEqual(['u']);
  });

  it('take their time when transitions have one', async () => {
    const { database, store, runtime } = await openTestDatabase({ transitionMs: 1000 });
    const streams = await openStreamLog(store, runtime);
    const stream = { enabled: true, viewType: 'KEYS_ONLY' } as const;
    const { definition } = await database.createTable(scope, tableOf('t', { stream }));
    const arn = streamArn({ ...scope, table: 't', label: definition.latestStreamLabel ?? '' });
    const status = async () => (await streams.describeStream(scope, arn, { limit: 1 })).status;
    expect(await status()).toBe('ENABLING');
    await runtime.clock.advance(1000);
    expect(await status()).toBe('ENABLED');
    await database.updateTable(scope, 't', { stream: { enabled: false } });
    expect(await status()).toBe('DISABLING');
    await runtime.clock.advance(1000);
    expect(await status()).toBe('DISABLED');
  });
});
