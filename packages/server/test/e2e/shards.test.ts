// Shards: one a partition, and the iterators that read them.

import { UpdateItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { drain, recordsOf, shardIterator, shardsOf } from './read-stream.ts';

const TableName = 'things';

describe('with 7 partitions', () => {
  test('a stream has 7 shards, which share the items out', async () => {
    await using headwater = await startHeadwater();
    const { streams } = headwater;
    const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY', partitions: 7 });
    const names = Array.from({ length: 140 }, (_, index) => `item ${index}`);
    await putItems(
      headwater,
      TableName,
      names.map((name) => ({ p: { S: name } })),
    );
    const shards = await shardsOf(streams, streamArn);
    const seen: string[] = [];
    for (const { ShardId: shard = '' } of shards) {
      const iterator = await shardIterator(streams, streamArn, { shard, type: 'TRIM_HORIZON' });
      const { records } = await drain(streams, iterator);
      expect(records.length).toBeGreaterThan(5);
      seen.push(...records.map(({ dynamodb }) => dynamodb?.Keys?.['p']?.S ?? ''));
    }
    expect(shards).toHaveLength(7);
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  test('changes of one item stay in order, in one shard', async () => {
    await using headwater = await startHeadwater({ partitions: 7 });
    const { dynamodb, streams } = headwater;
    const { streamArn } = await aTable(headwater, { viewType: 'NEW_IMAGE' });
    const increment = (name: string) =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: { p: { S: name } },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      );
    const names = Array.from({ length: 10 }, (_, index) => `item ${index}`);
    await Promise.all(names.flatMap((name) => Array.from({ length: 9 }, () => increment(name))));
    const records = await recordsOf(streams, streamArn);
    for (const name of names) {
      const counts = records
        .filter(({ dynamodb: about }) => about?.Keys?.['p']?.S === name)
        .map(({ dynamodb: about }) => Number(about?.NewImage?.['n']?.N));
      expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  test('shards are described page by page, in order of their ids', async () => {
    await using headwater = await startHeadwater();
    const { streams } = headwater;
    const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY', partitions: 7 });
    const ids = (await shardsOf(streams, streamArn)).map(({ ShardId = '' }) => ShardId);
    expect(ids).toEqual(ids.toSorted());
    for (const limit of [1, 3, 7]) {
      const paged = await shardsOf(streams, streamArn, limit);
      expect(paged.map(({ ShardId }) => ShardId)).toEqual(ids);
    }
    const describeFrom = async (ExclusiveStartShardId: string | undefined) => {
      const command = new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId });
      return (await streams.send(command)).StreamDescription;
    };
    expect((await describeFrom(ids.at(-1)))?.Shards).toEqual([]);
    expect((await describeFrom('shardId-00000000000000000000-00000000'))?.Shards).toEqual([]);
  });

  test('a shard without children has none', async () => {
    await using headwater = await startHeadwater();
    const { streams } = headwater;
    const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY', partitions: 7 });
    const [{ ShardId } = {}] = await shardsOf(streams, streamArn);
    const { StreamDescription } = await streams.send(
      new DescribeStreamCommand({
        StreamArn: streamArn,
        ShardFilter: { Type: 'CHILD_SHARDS', ShardId },
      }),
    );
    expect(StreamDescription?.Shards).toEqual([]);
  });

  test('disabled, the stream has 7 closed shards', async () => {
    await using headwater = await startHeadwater();
    const { dynamodb, streams } = headwater;
    const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY', partitions: 7 });
    await dynamodb.send(
      new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }),
    );
    const shards = await shardsOf(streams, streamArn);
    expect(shards).toHaveLength(7);
    for (const { SequenceNumberRange: range } of shards) {
      expect(range?.EndingSequenceNumber).toMatch(/^\d{21,40}$/);
    }
  });
});

describe('iterators', () => {
  const names = ['a', 'b', 'c', 'd'];

  async function withRecords() {
    const runtime = manualRuntime();
    const headwater = await startHeadwater({ runtime });
    const { streams } = headwater;
    const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
    await putItems(
      headwater,
      TableName,
      names.map((name) => ({ p: { S: name } })),
    );
    const [{ ShardId: shard = '', SequenceNumberRange: range = {} } = {}] = await shardsOf(
      streams,
      streamArn,
    );
    const numbers = (await recordsOf(streams, streamArn)).map(
      ({ dynamodb }) => dynamodb?.SequenceNumber ?? '',
    );
    const from = (type: Parameters<typeof shardIterator>[2]['type'], sequenceNumber?: string) =>
      shardIterator(streams, streamArn, {
        shard,
        type,
        ...(sequenceNumber === undefined ? {} : { sequenceNumber }),
      });
    const namesFrom = async (iterator: string) =>
      (await drain(streams, iterator)).records.map(({ dynamodb }) => dynamodb?.Keys?.['p']?.S);
    return {
      headwater,
      runtime,
      numbers,
      start: range.StartingSequenceNumber ?? '',
      from,
      namesFrom,
    };
  }

  test('begin where their type says', async () => {
    const { headwater, numbers, start, from, namesFrom } = await withRecords();
    await using _ = headwater;
    expect(await namesFrom(await from('TRIM_HORIZON'))).toEqual(names);
    expect(await namesFrom(await from('AT_SEQUENCE_NUMBER', start))).toEqual(names);
    for (const [index, number] of numbers.entries()) {
      expect(await namesFrom(await from('AT_SEQUENCE_NUMBER', number))).toEqual(names.slice(index));
      expect(await namesFrom(await from('AFTER_SEQUENCE_NUMBER', number))).toEqual(
        names.slice(index + 1),
      );
    }
    const latest = await from('LATEST');
    expect(await namesFrom(latest)).toEqual([]);
    await putItems(headwater, TableName, [{ p: { S: 'e' } }]);
    expect(await namesFrom(latest)).toEqual(['e']);
    expect(await namesFrom(await from('LATEST'))).toEqual([]);
  });

  test('can be used again', async () => {
    const { headwater, from, namesFrom } = await withRecords();
    await using _ = headwater;
    const iterator = await from('TRIM_HORIZON');
    expect(await namesFrom(iterator)).toEqual(names);
    expect(await namesFrom(iterator)).toEqual(names);
  });

  test('expire 15 minutes after they were issued', async () => {
    const { headwater, runtime, from, namesFrom } = await withRecords();
    await using _ = headwater;
    const { streams } = headwater;
    const iterator = await from('TRIM_HORIZON');
    await runtime.clock.advance(14 * 60_000);
    const { NextShardIterator: next = '' } = await streams.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: 1 }),
    );
    await runtime.clock.advance(2 * 60_000);
    const error = await namesFrom(iterator).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ExpiredIteratorException);
    expect(await namesFrom(next)).toEqual(names.slice(1));
    await runtime.clock.advance(16 * 60_000);
    await expect(namesFrom(next)).rejects.toThrow(ExpiredIteratorException);
  });
});
