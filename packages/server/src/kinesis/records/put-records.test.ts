// Records whose shard, or stream, goes between the look at it and the commit.

import { expect, onTestFinished, test } from 'vitest';
import { utf8Bytes } from '../../base/bytes.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { mergeShards } from '../shards/merge-shards.ts';
import { splitShard } from '../shards/split-shard.ts';
import { deleteStream } from '../streams/delete-stream.ts';
import { openTestStream } from '../testing/open-test-stream.ts';
import { putRecords } from './put-records.ts';

const middle = '170141183460469231731687303715884105728';
const id = (index: number): string => `shardId-${String(index).padStart(12, '0')}`;

async function aStream(shardCount: number) {
  const stream = await openTestStream({ shardCount });
  onTestFinished(() => stream.close());
  return stream;
}

/** Does something before what is asked for is committed. */
function interrupted(kinesis: Kinesis, act: () => Promise<void>): Kinesis {
  let acting: Promise<void> | undefined;
  const { store } = kinesis;
  return {
    ...kinesis,
    store: {
      get: (keys) => store.get(keys),
      range: (request) => store.range(request),
      readLog: (...asked) => store.readLog(...asked),
      trimLog: (...asked) => store.trimLog(...asked),
      onGrowth: (...asked) => store.onGrowth(...asked),
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
      async commit(request) {
        await (acting ??= act());
        return store.commit(request);
      },
    },
  };
}

// MD5 of "a" begins with 0c, that of "b" with 92.
const records = ['a', 'b', 'a', 'b'].map((partitionKey) => ({
  partitionKey,
  data: utf8Bytes('x'),
}));

function shardsOf(results: Awaited<ReturnType<typeof putRecords>>['results']): unknown[] {
  return results.map((result) => ('kind' in result ? result.kind : result.shardId));
}

test('records of a shard that was split meanwhile go to its children, in order', async () => {
  const { kinesis, name, headOf } = await aStream(1);
  const put = interrupted(kinesis, () => splitShard(kinesis, name, { shard: id(0), at: middle }));
  const { results } = await putRecords(put, name, records);
  expect(shardsOf(results)).toEqual([id(1), id(2), id(1), id(2)]);
  expect(await Promise.all([0, 1, 2].map((index) => headOf(index)))).toEqual([0, 2, 2]);
});

test('records of shards that were merged meanwhile go to the one that took their place', async () => {
  const { kinesis, name, headOf } = await aStream(2);
  const put = interrupted(kinesis, () =>
    mergeShards(kinesis, name, { shard: id(0), adjacent: id(1) }),
  );
  const { results } = await putRecords(put, name, records);
  expect(shardsOf(results)).toEqual([id(2), id(2), id(2), id(2)]);
  expect(await Promise.all([0, 1, 2].map((index) => headOf(index)))).toEqual([0, 0, 4]);
});

test('records of a stream that was deleted meanwhile are refused', async () => {
  const { kinesis, name } = await aStream(1);
  const put = interrupted(kinesis, () => deleteStream(kinesis, name, { withConsumers: false }));
  await expect(putRecords(put, name, records)).rejects.toThrow(KinesisRefused);
});
