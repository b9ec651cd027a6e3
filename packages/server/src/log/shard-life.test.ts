import { describe, expect, it } from 'vitest';
import { scope } from '../database/testing/open-test-database.ts';
import { tableOf } from '../database/testing/table-of.ts';
import { streamArn } from '../model/stream.ts';
import { horizon, openStream } from './testing/open-stream.ts';

const hourMs = 60 * 60 * 1000;
const table = 't';

/** Each shard as its path from a root, those that are closed with a dot: siblings come in any order. */
function lineage(
  shards: readonly {
    readonly definition: { readonly id: string; readonly parent?: string };
    readonly endingSequenceNumber?: string;
  }[],
): string[] {
  const paths = new Map<string, string>();
  const children = new Map<string, number>();
  return shards.map(({ definition: { id, parent = '' }, endingSequenceNumber }) => {
    const nth = (children.get(parent) ?? 0) + 1;
    children.set(parent, nth);
    const path = parent === '' ? `${nth}` : `${paths.get(parent) ?? '?'}/${nth}`;
    paths.set(id, path);
    return `${path}${endingSequenceNumber === undefined ? '' : '.'}`;
  });
}

describe('a shard that rolls over', () => {
  it('ends, and has one child that goes on behind it', async () => {
    const { database, put, shards, iterator, read, keysOf } = await openStream();
    await put('a');
    const [only] = await shards();
    const latest = await iterator(only?.definition.id ?? '', { type: 'LATEST' });
    await put('b');
    const changed = await database.rollShards(scope, { table });
    expect(changed.map(({ id }) => id)).toEqual((await shards()).map((s) => s.definition.id));
    await put('c');
    const [parent, child] = await shards();
    expect(lineage(await shards())).toEqual(['1.', '1/1']);
    expect((child?.startingSequenceNumber ?? '') > (parent?.endingSequenceNumber ?? '')).toBe(true);
    expect(await keysOf(parent?.definition.id ?? '')).toEqual(['a', 'b']);
    expect(await keysOf(child?.definition.id ?? '')).toEqual(['c']);
    const last = await read(latest);
    expect(last.records.map(({ dynamodb }) => dynamodb.Keys.p.S)).toEqual(['b']);
    expect(last.next).toBeUndefined();
  });

  it('does so by itself every four hours, written to or not', async () => {
    const { database, shards, runtime, put, keysOf } = await openStream({ partitions: 2 });
    await put('a');
    await runtime.clock.advance(4 * hourMs - 1);
    await database.settled();
    expect(lineage(await shards())).toEqual(['1', '2']);
    await runtime.clock.advance(1);
    await database.settled();
    expect(lineage(await shards()).toSorted()).toEqual(['1.', '1/1', '2.', '2/1']);
    await runtime.clock.advance(4 * hourMs);
    await database.settled();
    const after = await shards();
    expect(lineage(after).toSorted()).toEqual(['1.', '1/1.', '1/1/1', '2.', '2/1.', '2/1/1']);
    const opened = after.map(
      ({ definition }) => definition.openedAt - after[0]!.definition.openedAt,
    );
    expect(opened).toEqual([0, 0, 4, 4, 8, 8].map((hours) => hours * hourMs));
    const empty = after.find(({ definition }) => definition.end === definition.after);
    expect(empty?.startingSequenceNumber).toBe(empty?.endingSequenceNumber);
    const all = await Promise.all(after.map(({ definition }) => keysOf(definition.id)));
    expect(all.flat()).toEqual(['a']);
  });

  it('is the only one when it was named', async () => {
    const { database, shards } = await openStream({ partitions: 2 });
    const second = (await shards())[1]?.definition.id ?? '';
    await database.rollShards(scope, { table, shard: second });
    expect(lineage(await shards())).toEqual(['1', '2.', '2/1']);
    await expect(database.rollShards(scope, { table, shard: second })).rejects.toThrow(
      `Table t has no open shard ${second}. Open are: shardId-`,
    );
  });
});

describe('a partition that is split', () => {
  it('has two children, and each item goes on in one of them behind what it had before', async () => {
    const { database, put, shards, keysOf, iterator, read } = await openStream();
    const names = Array.from({ length: 20 }, (_, n) => `k${n}`);
    for (const name of names) await put(name, 1);
    await database.splitShards(scope, { table });
    for (const name of names) await put(name, 2);
    const [parent, left, right] = await shards();
    expect(lineage(await shards())).toEqual(['1.', '1/1', '1/2']);
    expect(await keysOf(parent?.definition.id ?? '')).toEqual(names);
    const halves = [
      await keysOf(left?.definition.id ?? ''),
      await keysOf(right?.definition.id ?? ''),
    ];
    expect(halves.every((half) => half.length > 3)).toBe(true);
    expect(halves.flat().toSorted()).toEqual(names.toSorted());
    const before = await read(await iterator(parent?.definition.id ?? ''));
    const after = await read(await iterator(left?.definition.id ?? ''));
    const last = before.records.at(-1)?.dynamodb.SequenceNumber ?? '';
    expect((after.records[0]?.dynamodb.SequenceNumber ?? '') > last).toBe(true);
  });

  it('can be one of several, and be split again', async () => {
    const { database, put, shards } = await openStream({ partitions: 2 });
    const first = (await shards())[0]?.definition.id ?? '';
    await database.splitShards(scope, { table, shard: first });
    await database.splitShards(scope, { table });
    for (let n = 0; n < 30; n += 1) await put(`k${n}`);
    expect(lineage(await shards()).toSorted()).toEqual([
      '1.',
      '1/1.',
      '1/1/1',
      '1/1/2',
      '1/2.',
      '1/2/1',
      '1/2/2',
      '2.',
      '2/1',
      '2/2',
    ]);
    expect((await database.describeTable(scope, table)).itemCount).toBe(30);
  });

  it('keeps the statistics of its table, stream or none', async () => {
    const { database, put } = await openStream();
    for (let n = 0; n < 10; n += 1) await put(`k${n}`);
    await database.updateTable(scope, table, { stream: { enabled: false } });
    expect(await database.splitShards(scope, { table })).toEqual([]);
    for (let n = 5; n < 15; n += 1) await put(`k${n}`);
    const view = await database.describeTable(scope, table);
    expect(view.itemCount).toBe(15);
  });

  it('has numbers for the next stream that are greater than all before', async () => {
    const { database, put, shards, iterator, read, streams } = await openStream();
    await put('a');
    await database.rollShards(scope, { table });
    await put('b');
    const open = (await shards())[1]?.definition.id ?? '';
    const before = (await read(await iterator(open))).records[0]?.dynamodb.SequenceNumber ?? '';
    await database.updateTable(scope, table, { stream: { enabled: false } });
    await database.splitShards(scope, { table });
    await database.updateTable(scope, table, { stream: { enabled: true, viewType: 'KEYS_ONLY' } });
    const { streams: all } = await streams.listStreams(scope, { limit: 10 });
    expect(all.length).toBe(2);
    const next = await database.listShards(scope, table);
    expect(next[1]?.shards.length).toBe(2);
    const numbers = await streams.describeStream(
      scope,
      `arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/${next[1]?.stream.label}`,
      { limit: 9 },
    );
    for (const { startingSequenceNumber } of numbers.shards) {
      expect(startingSequenceNumber > before).toBe(true);
    }
  });

  it('has numbers for the next table of its name that are greater than all before', async () => {
    // The clock stands still, or more is written than milliseconds pass.
    const { database, put, streams } = await openStream({ partitions: 2 });
    const stream = { enabled: true, viewType: 'KEYS_ONLY' } as const;
    const ends: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      for (const p of ['a', 'b', 'c', 'd', 'e']) await put(p);
      const { definition } = await database.deleteTable(scope, table);
      const label = definition.latestStreamLabel ?? '';
      const arn = streamArn({ ...scope, table, label });
      const { shards } = await streams.describeStream(scope, arn, { limit: 9 });
      const starts = shards.map((shard) => shard.startingSequenceNumber).toSorted();
      expect((starts[0] ?? '') > (ends.at(-1) ?? '')).toBe(true);
      ends.push(...shards.map((shard) => shard.endingSequenceNumber ?? '').toSorted());
      await database.createTable(scope, tableOf(table, { stream }));
    }
  });

  it('gives way to so many at most', async () => {
    const { database } = await openStream({ partitions: 600 });
    await expect(database.splitShards(scope, { table })).rejects.toThrow(
      'more than 1000 partitions',
    );
  });
});

describe('shards of a table', () => {
  it('are found by their table alone', async () => {
    const { database } = await openStream();
    const nowhere = { ...scope, region: 'us-west-2' };
    await expect(database.rollShards(nowhere, { table })).rejects.toMatchObject({
      refusal: { kind: 'table-not-found' },
    });
    await expect(database.trimShards(nowhere, { table })).rejects.toThrow(
      'In us-west-2 there is no stream of a table t.',
    );
    await expect(database.trimShards(scope, { table, shard: 'x' })).rejects.toThrow(
      'No stream of table t has a shard x.',
    );
    await database.updateTable(scope, table, { stream: { enabled: false } });
    await expect(database.rollShards(scope, { table })).rejects.toThrow('no enabled stream');
  });

  it('name their children, of which there may be none', async () => {
    const { database, shards, streams, arn } = await openStream();
    await database.splitShards(scope, { table });
    const [parent, left, right] = (await shards()).map(({ definition }) => definition.id);
    const children = async (childrenOf: string, limit: number) => {
      const view = await streams.describeStream(scope, arn, { childrenOf, limit });
      return { ids: view.shards.map(({ definition }) => definition.id), more: view.more };
    };
    expect(await children(parent ?? '', 9)).toEqual({ ids: [left, right], more: false });
    expect(await children(parent ?? '', 1)).toEqual({ ids: [left], more: true });
    expect(await children(left ?? '', 9)).toEqual({ ids: [], more: false });
  });
});

describe('iterators', () => {
  it('expire when asked to, and new ones do not', async () => {
    const { database, put, shards, iterator, read } = await openStream({ partitions: 2 });
    await put('a');
    const ids = (await shards()).map(({ definition }) => definition.id);
    const [first = '', second = ''] = ids;
    const early = [await iterator(first), await iterator(second)];
    await database.expireIterators(scope, { table, shard: first });
    await expect(read(early[0] ?? '')).rejects.toMatchObject({
      refusal: { kind: 'iterator-expired' },
    });
    const { next } = await read(early[1] ?? '');
    const again = await read(await iterator(first));
    await database.expireIterators(scope, { table });
    for (const expired of [next, again.next]) {
      await expect(read(expired ?? '')).rejects.toMatchObject({
        refusal: { kind: 'iterator-expired' },
      });
    }
    expect((await read(await iterator(first))).next).toBeDefined();
  });

  it('at LATEST stay where they were issued, through rollovers', async () => {
    const { database, put, shards, iterator, read, keysOf } = await openStream();
    const [shard] = await shards();
    await put('before');
    const latest = await iterator(shard?.definition.id ?? '', { type: 'LATEST' });
    await database.rollShards(scope, { table });
    await put('after');
    expect(await read(latest)).toEqual({ records: [], next: undefined });
    const child = (await shards())[1]?.definition.id ?? '';
    expect(await keysOf(child)).toEqual(['after']);
    const missed = await read(await iterator(child, { type: 'LATEST' }));
    expect(missed.records).toEqual([]);
  });

  it('by a number of another shard are refused', async () => {
    const { database, put, shards, iterator } = await openStream();
    await put('a');
    await database.rollShards(scope, { table });
    await put('b');
    const [parent, child] = await shards();
    const number = child?.startingSequenceNumber ?? '';
    await expect(
      iterator(parent?.definition.id ?? '', { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: number }),
    ).rejects.toThrow('Invalid SequenceNumber');
    await expect(iterator('shardId-00000000000000000000-00000000', horizon)).rejects.toMatchObject({
      refusal: { kind: 'shard-not-found' },
    });
  });
});
