// A server that is closed and opened again on its data goes on where it was.

import { DescribeTableCommand, ScanCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams';
import { expect, test } from 'vitest';
import { type HeadwaterOptions, startHeadwater } from '../../src/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { aTable, putItems } from './a-table.ts';
import { drain, recordsOf, shardIterator, shardsOf } from './read-stream.ts';

const TableName = 'things';
const item = (name: string, n: number) => ({ p: { S: name }, n: { N: `${n}` } });
const durabilities: NonNullable<HeadwaterOptions['durability']>[] = ['fsync', 'os'];

test.each(durabilities)('all is as it was (durability %s)', async (durability) => {
  await using directory = await temporaryDirectory();
  const options = { dataDir: directory.path, durability };
  const look = async (arn: string, from: Awaited<ReturnType<typeof startHeadwater>>) => ({
    table: (await from.dynamodb.send(new DescribeTableCommand({ TableName }))).Table,
    items: (await from.dynamodb.send(new ScanCommand({ TableName }))).Items,
    stream: (await from.streams.send(new DescribeStreamCommand({ StreamArn: arn })))
      .StreamDescription,
    records: await recordsOf(from.streams, arn),
  });

  const before = await (async () => {
    await using headwater = await startHeadwater(options);
    const { streamArn } = await aTable(headwater, {
      viewType: 'NEW_AND_OLD_IMAGES',
      partitions: 3,
    });
    const items = Array.from({ length: 20 }, (_, n) => item(`item ${n}`, n));
    await putItems(headwater, TableName, [...items, item('item 0', 7)]);
    return { streamArn, seen: await look(streamArn, headwater) };
  })();
  await using headwater = await startHeadwater(options);
  expect(before.seen.items).toHaveLength(20);
  expect(before.seen.records).toHaveLength(21);
  expect(await look(before.streamArn, headwater)).toEqual(before.seen);
});

test('an iterator of before the restart reads on, also what is written after it', async () => {
  await using directory = await temporaryDirectory();
  const options = { dataDir: directory.path };
  const iterators = await (async () => {
    await using headwater = await startHeadwater(options);
    const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
    await putItems(headwater, TableName, [item('a', 1), item('b', 1), item('c', 1)]);
    const [{ ShardId: shard = '' } = {}] = await shardsOf(headwater.streams, streamArn);
    const first = await shardIterator(headwater.streams, streamArn, {
      shard,
      type: 'TRIM_HORIZON',
    });
    const page = await headwater.streams.send(
      new GetRecordsCommand({ ShardIterator: first, Limit: 1 }),
    );
    const latest = await shardIterator(headwater.streams, streamArn, { shard, type: 'LATEST' });
    return [first, page.NextShardIterator ?? '', latest];
  })();
  await using headwater = await startHeadwater(options);
  await putItems(headwater, TableName, [item('d', 1)]);
  const read = [];
  for (const iterator of iterators) {
    const { records } = await drain(headwater.streams, iterator);
    read.push(records.map(({ dynamodb }) => dynamodb?.Keys?.['p']?.S).join(''));
  }
  expect(read).toEqual(['abcd', 'bcd', 'd']);
});

test('sequence numbers go on, and a stream can be disabled and enabled', async () => {
  await using directory = await temporaryDirectory();
  const options = { dataDir: directory.path };
  const older = await (async () => {
    await using headwater = await startHeadwater(options);
    const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
    await putItems(headwater, TableName, [item('a', 1)]);
    return streamArn;
  })();
  const newer = await (async () => {
    await using headwater = await startHeadwater(options);
    await putItems(headwater, TableName, [item('b', 1)]);
    const set = (StreamEnabled: boolean) =>
      headwater.dynamodb.send(
        new UpdateTableCommand({
          TableName,
          StreamSpecification: StreamEnabled
            ? { StreamEnabled, StreamViewType: 'NEW_IMAGE' }
            : { StreamEnabled },
        }),
      );
    await set(false);
    return (await set(true)).TableDescription?.LatestStreamArn ?? '';
  })();
  await using headwater = await startHeadwater(options);
  await putItems(headwater, TableName, [item('c', 1)]);
  const records = await recordsOf(headwater.streams, older);
  expect(records.map(({ dynamodb }) => dynamodb?.Keys?.['p']?.S)).toEqual(['a', 'b']);
  const [first, second] = records.map(({ dynamodb }) => BigInt(dynamodb?.SequenceNumber ?? 0));
  expect(second! > first!).toBe(true);
  expect(await recordsOf(headwater.streams, newer)).toMatchObject([
    { eventName: 'INSERT', dynamodb: { NewImage: item('c', 1) } },
  ]);
});
