// What goes wrong with Kinesis: faults that a test turns on, limits, and a server that is killed.

import {
  CreateStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { startServerProcess } from '../crash/server-process.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { aStream, iteratorOf, page, put, StreamName, textsOf } from './a-stream.ts';

describe('a fault', () => {
  test.each([
    ['throttle', 'PutRecord', 'ProvisionedThroughputExceededException'],
    ['internal', 'PutRecord', 'InternalFailure'],
    ['limit', 'DescribeStreamSummary', 'LimitExceededException'],
    ['throttle', 'DescribeStreamSummary', 'LimitExceededException'],
  ] as const)('%s of %s answers as Kinesis does', async (fault, operation, name) => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    headwater.faults.add({ fault, operation, times: 1 });
    const call = () =>
      operation === 'PutRecord'
        ? put(kinesis, 'x')
        : kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    await expect(call()).rejects.toMatchObject({ name });
    await call();
    expect(await textsOf(kinesis)).toEqual(operation === 'PutRecord' ? ['x'] : []);
  });

  test('that cuts the connection behind the put leaves the record', async () => {
    await using headwater = await startHeadwater();
    const kinesis = await aStream(headwater);
    headwater.faults.add({ fault: 'reset-after', operation: 'PutRecord', times: 1 });
    await expect(put(kinesis, 'x')).rejects.toBeInstanceOf(Error);
    expect(await textsOf(kinesis)).toEqual(['x']);
  });
});

test('enforced, a shard is read five times a second', async () => {
  await using headwater = await startHeadwater({
    runtime: manualRuntime(),
    enforceStreamLimits: true,
  });
  const kinesis = await aStream(headwater);
  const iterator = await iteratorOf(kinesis);
  for (let count = 0; count < 5; count += 1) await page(kinesis, iterator);
  await expect(page(kinesis, iterator)).rejects.toMatchObject({
    name: 'ProvisionedThroughputExceededException',
    message:
      'Rate exceeded for shard shardId-000000000000 in stream events under account 000000000000.',
  });
  await headwater.clock.advance(1000);
  await page(kinesis, iterator);
});

test('a record that is to follow another does, and numbers that are none are refused', async () => {
  await using headwater = await startHeadwater();
  const kinesis = await aStream(headwater);
  const { SequenceNumber: first = '' } = await put(kinesis, 'a');
  const following = (SequenceNumberForOrdering: string) =>
    kinesis.send(
      new PutRecordCommand({
        StreamName,
        PartitionKey: 'key',
        Data: Buffer.from('b'),
        SequenceNumberForOrdering,
      }),
    );
  const { SequenceNumber: second = '' } = await following(first);
  expect(BigInt(second) > BigInt(first)).toBe(true);
  await expect(following('12')).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message:
      'ExclusiveMinimumSequenceNumber 12 used in PutRecord on stream events under account 000000000000 is invalid.',
  });
});

test('a client of the server’s own is there when it is asked for', async () => {
  await using headwater = await startHeadwater();
  await aStream(headwater);
  const { StreamNames } = await headwater.kinesis.send(new ListStreamsCommand({}));
  expect(StreamNames).toEqual([StreamName]);
});

test('records that were acknowledged outlive kill -9, and numbers go on', async () => {
  await using directory = await temporaryDirectory();
  const options = { dataDir: directory.path, durability: 'fsync' } as const;
  const clientOf = (endpoint: string) => {
    const client = new KinesisClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    onTestFinished(() => client.destroy());
    return client;
  };
  await using first = startServerProcess(options);
  const before = clientOf(await first.url);
  await before.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const acknowledged: string[] = [];
  let last = 0n;
  const killed = Promise.withResolvers<void>();
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let count = 0; ; count += 1) {
      const text = `${writer}/${count}`;
      const done = await put(before, text).catch(() => undefined);
      if (done === undefined) return;
      acknowledged.push(text);
      const number = BigInt(done.SequenceNumber ?? 0);
      if (number > last) last = number;
      if (acknowledged.length === 60) killed.resolve(first.kill());
    }
  });
  await killed.promise;
  await Promise.all(writers);

  await using second = startServerProcess(options);
  const after = clientOf(await second.url);
  const texts = await textsOf(after);
  expect(texts).toEqual(expect.arrayContaining(acknowledged));
  expect(new Set(texts).size).toBe(texts.length);
  const { SequenceNumber = '' } = await put(after, 'after');
  expect(BigInt(SequenceNumber) > last).toBe(true);
  const { StreamDescription } = await after.send(new DescribeStreamCommand({ StreamName }));
  expect(StreamDescription).toMatchObject({ StreamStatus: 'ACTIVE' });
});
