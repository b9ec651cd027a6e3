// The consumer library on a Kinesis stream, through the SDK, while the stream is resharded under it.

import {
  ListShardsCommand,
  MergeShardsCommand,
  type Shard,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { memoryLeases, StreamConsumer } from '@headwater/consumer';
import { kinesisSource } from '@headwater/consumer/kinesis';
import { expect, test } from 'vitest';
import { startHeadwater } from '../../src/index.ts';
import { aStream, put, StreamName } from './a-stream.ts';

const streamArn = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
const keys = ['a', 'b', 'c', 'd'];
const each = 25;

test('each record of a key is handed out in its order, over splits, merges and resizing', async () => {
  await using headwater = await startHeadwater();
  const kinesis = await aStream(headwater);
  const seen: string[] = [];
  const all = Promise.withResolvers<void>();
  const consumer = new StreamConsumer({
    application: 'test',
    source: kinesisSource({
      client: kinesis,
      streamArn,
      polling: { minPollMs: 1, idlePollMs: 10 },
    }),
    store: memoryLeases(),
    async handler({ records }) {
      seen.push(...records.map(({ data }) => Buffer.from(data).toString()));
      if (new Set(seen).size === keys.length * each) all.resolve();
    },
  });
  await consumer.start();
  const writing = Promise.all(
    keys.map(async (key) => {
      for (let count = 0; count < each; count += 1) await put(kinesis, `${key}${count}`, { key });
    }),
  );
  await kinesis.send(
    new SplitShardCommand({
      StreamName,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: '170141183460469231731687303715884105728',
    }),
  );
  await kinesis.send(
    new UpdateShardCountCommand({
      StreamName,
      TargetShardCount: 3,
      ScalingType: 'UNIFORM_SCALING',
    }),
  );
  await writing;
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  const start = ({ HashKeyRange: range }: Shard) => BigInt(range?.StartingHashKey ?? 0);
  const open = Shards.filter(
    ({ SequenceNumberRange: range }) => range?.EndingSequenceNumber === undefined,
  ).toSorted((one, other) => (start(one) < start(other) ? -1 : 1));
  await kinesis.send(
    new MergeShardsCommand({
      StreamName,
      ShardToMerge: open[0]?.ShardId,
      AdjacentShardToMerge: open[1]?.ShardId,
    }),
  );
  await all.promise;
  await consumer.stop();
  for (const key of keys) {
    expect(seen.filter((text) => text.startsWith(key))).toEqual(
      Array.from({ length: each }, (_, count) => `${key}${count}`),
    );
  }
});
