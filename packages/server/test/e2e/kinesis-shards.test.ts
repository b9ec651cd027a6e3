// The shards of a Kinesis stream: splitting, merging, resizing, listing, and what becomes of the closed ones.

import {
  type KinesisClient,
  ListShardsCommand,
  type ListShardsCommandInput,
  MergeShardsCommand,
  type Shard,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { describe, expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import {
  aStream,
  drain,
  iteratorOf,
  page,
  put,
  shardsOf,
  StreamName,
  textsOf,
} from './a-stream.ts';

const start = Date.UTC(2026, 0, 1);
const hour = 3_600_000;
const middle = '170141183460469231731687303715884105728';
const last = '340282366920938463463374607431768211455';
const shardId = (index: number) => `shardId-${String(index).padStart(12, '0')}`;

function split(kinesis: KinesisClient, index = 0, NewStartingHashKey = middle) {
  return kinesis.send(
    new SplitShardCommand({ StreamName, ShardToSplit: shardId(index), NewStartingHashKey }),
  );
}

function merge(kinesis: KinesisClient, index: number, adjacent: number) {
  return kinesis.send(
    new MergeShardsCommand({
      StreamName,
      ShardToMerge: shardId(index),
      AdjacentShardToMerge: shardId(adjacent),
    }),
  );
}

function resize(kinesis: KinesisClient, TargetShardCount: number) {
  return kinesis.send(
    new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }),
  );
}

const isOpen = ({ SequenceNumberRange }: Shard) =>
  SequenceNumberRange?.EndingSequenceNumber === undefined;

describe('a split', () => {
  test('closes the shard and opens two, which number on', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime() });
    const kinesis = await aStream(headwater);
    const { SequenceNumber: old = '' } = await put(kinesis, 'before', { hash: '0' });
    await split(kinesis);
    const [parent, lower, upper] = (await shardsOf(kinesis)) as [Shard, Shard, Shard];
    expect(isOpen(parent)).toBe(false);
    expect(lower).toMatchObject({
      ShardId: shardId(1),
      ParentShardId: shardId(0),
      HashKeyRange: { StartingHashKey: '0', EndingHashKey: String(BigInt(middle) - 1n) },
    });
    expect(upper).toMatchObject({
      ShardId: shardId(2),
      ParentShardId: shardId(0),
      HashKeyRange: { StartingHashKey: middle, EndingHashKey: last },
    });
    expect(lower).not.toHaveProperty('AdjacentParentShardId');
    const { SequenceNumber: young = '', ShardId } = await put(kinesis, 'after', { hash: '0' });
    expect(ShardId).toBe(shardId(1));
    const ending = parent.SequenceNumberRange?.EndingSequenceNumber ?? '';
    expect(BigInt(old) < BigInt(ending) && BigInt(ending) < BigInt(young)).toBe(true);
  });

  test('ends reading with the children', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    for (const text of ['a', 'b']) await put(kinesis, text);
    const latest = await iteratorOf(kinesis, { ShardIteratorType: 'LATEST' });
    const { NextShardIterator: open } = await page(kinesis, latest);
    await split(kinesis);
    const first = await page(kinesis, await iteratorOf(kinesis), 1);
    expect(first.NextShardIterator).toBeDefined();
    expect(first).not.toHaveProperty('ChildShards');
    const ends = [
      await page(kinesis, first.NextShardIterator ?? ''),
      await page(kinesis, open ?? ''),
      await page(kinesis, await iteratorOf(kinesis, { ShardIteratorType: 'LATEST' })),
    ];
    expect(ends.map(({ Records }) => Records?.length)).toEqual([1, 0, 0]);
    for (const end of ends) {
      expect(end.NextShardIterator).toBeUndefined();
      expect(end.ChildShards).toEqual([
        {
          ShardId: shardId(1),
          ParentShards: [shardId(0)],
          HashKeyRange: { StartingHashKey: '0', EndingHashKey: String(BigInt(middle) - 1n) },
        },
        {
          ShardId: shardId(2),
          ParentShards: [shardId(0)],
          HashKeyRange: { StartingHashKey: middle, EndingHashKey: last },
        },
      ]);
    }
  });

  test.each([
    [
      '0',
      'InvalidArgumentException',
      /is not both greater than one plus the shard's StartingHashKey 0/,
    ],
    ['1', 'InvalidArgumentException', /less than the shard's EndingHashKey 3402/],
    [last, 'InvalidArgumentException', /NewStartingHashKey 3402/],
  ])('at %s is refused', async (key, name, message) => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    await expect(split(kinesis, 0, key)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(await shardsOf(kinesis)).toHaveLength(1);
  });

  test('of a shard that is not there, or closed already, is refused', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    await expect(split(kinesis, 5)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message:
        'Could not find shard shardId-000000000005 in stream events under account 000000000000.',
    });
    await split(kinesis);
    await expect(split(kinesis)).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });
});

describe('a merge', () => {
  test('closes two neighbours and opens one', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater, 3);
    await merge(kinesis, 2, 1);
    const shards = await shardsOf(kinesis);
    expect(shards.filter(isOpen)).toMatchObject([
      { ShardId: shardId(0) },
      {
        ShardId: shardId(3),
        ParentShardId: shardId(2),
        AdjacentParentShardId: shardId(1),
        HashKeyRange: { EndingHashKey: last },
      },
    ]);
    const { ChildShards } = await page(kinesis, await iteratorOf(kinesis, { ShardId: shardId(1) }));
    expect(ChildShards).toMatchObject([{ ParentShards: [shardId(2), shardId(1)] }]);
  });

  test('of shards that are no neighbours is refused', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater, 3);
    for (const adjacent of [2, 0]) {
      await expect(merge(kinesis, 0, adjacent)).rejects.toMatchObject({
        name: 'InvalidArgumentException',
        message: expect.stringContaining('are not an adjacent pair of shards eligible for merging'),
      });
    }
  });
});

describe('UpdateShardCount', () => {
  test('splits and merges until all shards have one size', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater, 2);
    for (const [target, before] of [
      [4, 2],
      [3, 4],
      [2, 3],
      [1, 2],
    ] as const) {
      expect(await resize(kinesis, target)).toMatchObject({
        StreamName,
        CurrentShardCount: before,
        TargetShardCount: target,
      });
      const open = (await shardsOf(kinesis)).filter(isOpen);
      const starts = open.map(({ HashKeyRange }) => BigInt(HashKeyRange?.StartingHashKey ?? ''));
      const even = Array.from(
        { length: target },
        (_, index) => (BigInt(index) * 2n ** 128n) / BigInt(target),
      );
      expect(starts.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(even);
    }
  });

  test('goes to double and half at most, ten times a day', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime() });
    const kinesis = await aStream(headwater, 4);
    await expect(resize(kinesis, 9)).rejects.toThrow(
      'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 4, Target shard count: 9',
    );
    await expect(resize(kinesis, 1)).rejects.toThrow(/cannot scale down below half/);
    for (let count = 0; count < 10; count += 1) await resize(kinesis, count % 2 === 0 ? 8 : 4);
    await expect(resize(kinesis, 8)).rejects.toMatchObject({ name: 'LimitExceededException' });
    await headwater.clock.advance(24 * hour);
    await resize(kinesis, 8);
  });
});

describe('a listing', () => {
  /** One shard until 1 h, two until 2 h, one from then on. */
  async function aLineage() {
    const headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater);
    await put(kinesis, 'x');
    await headwater.clock.advance(hour);
    await split(kinesis);
    await headwater.clock.advance(hour);
    await merge(kinesis, 1, 2);
    await headwater.clock.advance(hour);
    const listed = async (ShardFilter?: ListShardsCommandInput['ShardFilter']) => {
      const { Shards = [] } = await kinesis.send(
        new ListShardsCommand({
          StreamName,
          ...(ShardFilter === undefined ? {} : { ShardFilter }),
        }),
      );
      return Shards.map(({ ShardId }) => Number(ShardId?.slice(-1)));
    };
    return {
      kinesis,
      listed,
      clock: headwater.clock,
      [Symbol.asyncDispose]: () => headwater.close(),
    };
  }

  test('shows what a filter asks for', async () => {
    await using lineage = await aLineage();
    const { listed } = lineage;
    const at = (hours: number) => new Date(start + hours * hour);
    expect(await listed()).toEqual([0, 1, 2, 3]);
    expect(await listed({ Type: 'AT_LATEST' })).toEqual([3]);
    expect(await listed({ Type: 'AT_TRIM_HORIZON' })).toEqual([0]);
    expect(await listed({ Type: 'FROM_TRIM_HORIZON' })).toEqual([0, 1, 2, 3]);
    expect(await listed({ Type: 'AT_TIMESTAMP', Timestamp: at(0.5) })).toEqual([0]);
    expect(await listed({ Type: 'AT_TIMESTAMP', Timestamp: at(1) })).toEqual([1, 2]);
    expect(await listed({ Type: 'AT_TIMESTAMP', Timestamp: at(-9) })).toEqual([0]);
    expect(await listed({ Type: 'FROM_TIMESTAMP', Timestamp: at(1.5) })).toEqual([1, 2, 3]);
    expect(await listed({ Type: 'AFTER_SHARD_ID', ShardId: shardId(1) })).toEqual([2, 3]);
  });

  test('comes in pages, whose tokens last 300 seconds', async () => {
    await using lineage = await aLineage();
    const { kinesis, clock } = lineage;
    const first = await kinesis.send(new ListShardsCommand({ StreamName, MaxResults: 3 }));
    expect(first.Shards).toHaveLength(3);
    const { NextToken = '' } = first;
    const second = await kinesis.send(new ListShardsCommand({ NextToken }));
    expect(second.Shards).toMatchObject([{ ShardId: shardId(3) }]);
    expect(second).not.toHaveProperty('NextToken');
    await expect(kinesis.send(new ListShardsCommand({ NextToken, StreamName }))).rejects.toThrow(
      'NextToken and StreamName cannot be provided together.',
    );
    await expect(kinesis.send(new ListShardsCommand({}))).rejects.toThrow(
      'Either NextToken or StreamName should be provided.',
    );
    await clock.advance(300_001);
    await expect(kinesis.send(new ListShardsCommand({ NextToken }))).rejects.toMatchObject({
      name: 'ExpiredNextTokenException',
    });
  });

  test('loses closed shards when their records have gone', async () => {
    await using lineage = await aLineage();
    const { kinesis, listed, clock } = lineage;
    // Closed at 1 h and 2 h; it is 3 h now.
    await clock.advance(22 * hour);
    expect(await listed()).toEqual([1, 2, 3]);
    await clock.advance(hour);
    expect(await listed()).toEqual([3]);
    expect(await shardsOf(kinesis)).toMatchObject([
      { ParentShardId: shardId(1), AdjacentParentShardId: shardId(2) },
    ]);
    await expect(iteratorOf(kinesis)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

test('records written while shards are split are read once each, in order', async () => {
  await using headwater = await startHeadwater();
  const kinesis = await aStream(headwater);
  const keys = ['a', 'b', 'c', 'd'];
  const writers = keys.map(async (key) => {
    for (let count = 0; count < 30; count += 1) await put(kinesis, `${key}${count}`, { key });
  });
  for (const target of [2, 4, 3, 2]) await resize(kinesis, target);
  await Promise.all(writers);
  // Children have higher ids than their parents.
  const all: string[] = [];
  for (const { ShardId } of await shardsOf(kinesis)) {
    if (ShardId !== undefined) all.push(...(await textsOf(kinesis, { ShardId })));
  }
  for (const key of keys) {
    expect(all.filter((text) => text.startsWith(key))).toEqual(
      Array.from({ length: 30 }, (_, count) => `${key}${count}`),
    );
  }
});

test('an iterator of a shard goes on over what was trimmed', async () => {
  await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
  const kinesis = await aStream(headwater);
  await put(kinesis, 'old');
  await headwater.clock.advance(24 * hour - 60_000);
  const iterator = await iteratorOf(kinesis);
  await put(kinesis, 'new');
  await headwater.clock.advance(60_000);
  expect(await drain(kinesis, iterator)).toHaveLength(1);
});
