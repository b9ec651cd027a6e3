// Writing and reading records of a Kinesis stream.

import { DescribeStreamSummaryCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import {
  aStream,
  drain,
  firstShard,
  iteratorOf,
  kinesisOf,
  page,
  put,
  StreamName,
  textsOf,
} from './a-stream.ts';

const start = Date.UTC(2026, 0, 1);
const minute = 60_000;
const hour = 60 * minute;

describe('a record', () => {
  test('is read as it was put', async () => {
    const runtime = manualRuntime({ startAt: start + 123 });
    await using headwater = await startHeadwater({ runtime });
    const kinesis = await aStream(headwater);
    const done = await put(kinesis, 'hello', { key: 'schlüssel' });
    expect(done).toMatchObject({ ShardId: firstShard });
    expect(done.SequenceNumber).toMatch(/^49\d{54}$/);
    expect(await drain(kinesis, await iteratorOf(kinesis))).toEqual([
      {
        SequenceNumber: done.SequenceNumber,
        PartitionKey: 'schlüssel',
        Data: new Uint8Array(Buffer.from('hello')),
        ApproximateArrivalTimestamp: new Date(start + 123),
      },
    ]);
  });

  test('may be empty, and as large as a megabyte, but no larger', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    await put(kinesis, '');
    await put(kinesis, 'x'.repeat(1024 * 1024 - 3));
    await expect(put(kinesis, 'x'.repeat(1024 * 1024 - 2))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('less than or equal to 1048576'),
    });
    expect((await textsOf(kinesis)).map(({ length }) => length)).toEqual([0, 1024 * 1024 - 3]);
  });

  test('goes to the shard of its hash, or of the hash that is given', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater, 2);
    const last = '340282366920938463463374607431768211455';
    const shards = [];
    // MD5 of "a" begins with 0c, that of "b" with 92.
    for (const more of [
      { key: 'a' },
      { key: 'b' },
      { key: 'a', hash: last },
      { key: 'b', hash: '0' },
    ]) {
      shards.push((await put(kinesis, 'x', more)).ShardId?.at(-1));
    }
    expect(shards).toEqual(['0', '1', '1', '0']);
    await expect(put(kinesis, 'x', { hash: `${last}0` })).rejects.toThrow(/explicitHashKey/);
    await expect(put(kinesis, 'x', { hash: `9${last.slice(1)}` })).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: expect.stringContaining('must be in the range: [0, 2^128-1]'),
    });
  });
});

describe('PutRecords', () => {
  test('answers in the order of the request, and keeps it in each shard', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater, 2);
    const answer = await kinesis.send(
      new PutRecordsCommand({
        StreamName,
        Records: Array.from({ length: 100 }, (_, index) => ({
          PartitionKey: index % 2 === 0 ? 'a' : 'b',
          Data: Buffer.from(String(index)),
        })),
      }),
    );
    expect(answer.FailedRecordCount).toBe(0);
    expect(answer.Records?.map(({ ShardId }) => ShardId?.at(-1)).join('')).toBe('01'.repeat(50));
    const even = Array.from({ length: 50 }, (_, index) => String(2 * index));
    expect(await textsOf(kinesis)).toEqual(even);
    const numbers = answer.Records?.map(({ SequenceNumber = '' }) => SequenceNumber) ?? [];
    const read = await drain(kinesis, await iteratorOf(kinesis));
    expect(read.map(({ SequenceNumber }) => SequenceNumber)).toEqual(
      numbers.filter((_, index) => index % 2 === 0),
    );
  });

  test('fails record by record where a shard takes no more, when limits are enforced', async () => {
    await using headwater = await startHeadwater({
      runtime: manualRuntime(),
      enforceStreamLimits: true,
    });
    const kinesis = await aStream(headwater, 2);
    const half = Buffer.alloc(600 * 1024);
    const Records = ['a', 'a', 'b'].map((PartitionKey) => ({ PartitionKey, Data: half }));
    const { FailedRecordCount, Records: results } = await kinesis.send(
      new PutRecordsCommand({ StreamName, Records }),
    );
    expect(FailedRecordCount).toBe(1);
    expect(results).toMatchObject([
      { ShardId: firstShard },
      {
        ErrorCode: 'ProvisionedThroughputExceededException',
        ErrorMessage:
          'Rate exceeded for shard shardId-000000000000 in stream events under account 000000000000.',
      },
      { ShardId: 'shardId-000000000001' },
    ]);
    await expect(put(kinesis, 'x'.repeat(600_000), { key: 'a' })).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
    await headwater.clock.advance(1000);
    await put(kinesis, 'x'.repeat(600_000), { key: 'a' });
  });

  test('takes 10 MB at once and no more', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    const Data = Buffer.alloc(1024 * 1024 - 1);
    const records = (count: number) =>
      Array.from({ length: count }, () => ({ PartitionKey: 'k', Data }));
    const ten = await kinesis.send(new PutRecordsCommand({ StreamName, Records: records(10) }));
    expect(ten.FailedRecordCount).toBe(0);
    await expect(
      kinesis.send(new PutRecordsCommand({ StreamName, Records: records(11) })),
    ).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    // A page ends behind the record that reaches 10 MB.
    const first = await page(kinesis, await iteratorOf(kinesis));
    expect(first.Records).toHaveLength(10);
  });
});

describe('an iterator', () => {
  test('begins where its type says', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater);
    const numbers: string[] = [];
    for (const text of ['a', 'b', 'c']) {
      numbers.push((await put(kinesis, text)).SequenceNumber ?? '');
      await headwater.clock.advance(1000);
    }
    const latest = await iteratorOf(kinesis, { ShardIteratorType: 'LATEST' });
    await put(kinesis, 'd');
    expect(await drain(kinesis, latest)).toHaveLength(1);
    const StartingSequenceNumber = numbers[1] ?? '';
    const read = (asked: Parameters<typeof textsOf>[1]) =>
      textsOf(kinesis, asked).then((texts) => texts.join(''));
    expect(await read({})).toBe('abcd');
    expect(await read({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber })).toBe(
      'bcd',
    );
    expect(await read({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber })).toBe(
      'cd',
    );
    const at = (ms: number) =>
      read({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(start + ms) });
    expect([await at(-hour), await at(0), await at(1), await at(2000)]).toEqual([
      'abcd',
      'abcd',
      'bcd',
      'cd',
    ]);
    expect(await at(3000)).toBe('d');
  });

  test.each([
    [
      { ShardIteratorType: 'LATEST', StartingSequenceNumber: '1' } as const,
      /also a StartingSequenceNumber/,
    ],
    [{ ShardIteratorType: 'AT_SEQUENCE_NUMBER' } as const, /and no StartingSequenceNumber/],
    [{ ShardIteratorType: 'AT_TIMESTAMP' } as const, /has no timestamp parameter/],
    [
      { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(start + hour) } as const,
      /cannot be greater than the currentTimestampInMillis/,
    ],
    [
      { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '12' } as const,
      /StartingSequenceNumber 12 used in GetShardIterator on shard shardId-000000000000 .* is invalid\./,
    ],
  ])('is not given for %j', async (asked, message) => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater);
    await expect(iteratorOf(kinesis, asked)).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: expect.stringMatching(message),
    });
  });

  test('is not given for a number of another shard or of another stream', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater, 2);
    const { SequenceNumber: StartingSequenceNumber } = await put(kinesis, 'x', { key: 'b' });
    const asked = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber } as const;
    await expect(iteratorOf(kinesis, asked)).rejects.toThrow(
      'Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000',
    );
  });

  test('is good for five minutes, and for nothing that was made up', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater);
    const iterator = await iteratorOf(kinesis);
    await headwater.clock.advance(5 * minute);
    const { NextShardIterator = '' } = await page(kinesis, iterator);
    await headwater.clock.advance(1);
    await expect(page(kinesis, iterator)).rejects.toMatchObject({
      name: 'ExpiredIteratorException',
      message: expect.stringContaining('created at time Thu Jan 01 00:00:00 UTC 2026 while'),
    });
    await page(kinesis, NextShardIterator);
    for (const text of ['nonsense', `${iterator.slice(0, -8)}AAAAAAA=`]) {
      await expect(page(kinesis, text)).rejects.toMatchObject({
        name: 'InvalidArgumentException',
        message: 'Invalid ShardIterator.',
      });
    }
  });

  test('says how far it is behind, and stops at the limit', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater);
    for (const text of ['a', 'b', 'c']) await put(kinesis, text);
    await headwater.clock.advance(4000);
    const first = await page(kinesis, await iteratorOf(kinesis), 2);
    expect(first).toMatchObject({ MillisBehindLatest: 4000 });
    expect(first.Records).toHaveLength(2);
    const second = await page(kinesis, first.NextShardIterator ?? '', 2);
    expect(second).toMatchObject({ MillisBehindLatest: 0 });
    expect(second.Records).toHaveLength(1);
    expect(await page(kinesis, second.NextShardIterator ?? '')).toMatchObject({
      Records: [],
      MillisBehindLatest: 0,
    });
  });
});

describe('records', () => {
  test('are kept for 24 hours', async () => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
    const kinesis = await aStream(headwater);
    const { SequenceNumber: StartingSequenceNumber } = await put(kinesis, 'old');
    await headwater.clock.advance(hour);
    await put(kinesis, 'young');
    await headwater.clock.advance(23 * hour - minute);
    expect(await textsOf(kinesis)).toEqual(['old', 'young']);
    await headwater.clock.advance(minute);
    expect(await textsOf(kinesis)).toEqual(['young']);
    // Reading from what has gone goes on with what is left.
    const gone = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber } as const;
    expect(await textsOf(kinesis, gone)).toEqual(['young']);
    await headwater.clock.advance(hour);
    expect(await textsOf(kinesis)).toEqual([]);
    await put(kinesis, 'new');
    expect(await textsOf(kinesis)).toEqual(['new']);
  });

  test('outlive a restart, and iterators go on behind it', async () => {
    await using directory = await temporaryDirectory();
    const options = { dataDir: directory.path };
    const before = await (async () => {
      await using headwater = await startHeadwater(options);
      const kinesis = await aStream(headwater);
      const { SequenceNumber } = await put(kinesis, 'a');
      const latest = await iteratorOf(kinesis, { ShardIteratorType: 'LATEST' });
      return { SequenceNumber, latest };
    })();
    await using headwater = await startHeadwater(options);
    const kinesis = kinesisOf(headwater);
    const { SequenceNumber } = await put(kinesis, 'b');
    expect(BigInt(SequenceNumber ?? '') > BigInt(before.SequenceNumber ?? '')).toBe(true);
    expect(await textsOf(kinesis)).toEqual(['a', 'b']);
    expect(await drain(kinesis, before.latest)).toHaveLength(1);
    const { StreamDescriptionSummary } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName }),
    );
    expect(StreamDescriptionSummary).toMatchObject({ StreamStatus: 'ACTIVE', OpenShardCount: 1 });
  });

  test('that are due go although nobody asks for Kinesis after a restart', async () => {
    await using directory = await temporaryDirectory();
    const runtime = manualRuntime({ startAt: start });
    const options = { dataDir: directory.path, runtime };
    await (async () => {
      await using headwater = await startHeadwater(options);
      await put(await aStream(headwater), 'old');
    })();
    await using headwater = await startHeadwater(options);
    await headwater.clock.advance(24 * hour);
    const answer = await fetch(`${headwater.endpoint}/_headwater/metrics`);
    expect(await answer.text()).toMatch(/^headwater_kinesis_trimmed_records_total 1$/m);
    expect(await textsOf(kinesisOf(headwater))).toEqual([]);
  });
});
