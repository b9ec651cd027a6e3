// `enforceStreamLimits`: a shard refuses what AWS's limits of one shard do not allow.

import { DynamoDBStreamsClient, GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams';
import { expect, onTestFinished, test } from 'vitest';
import { type HeadwaterOptions, manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { shardIterator, shardsOf } from './read-stream.ts';

/** A stream with one shard, on a clock that stands. */
async function startStream(options: Omit<HeadwaterOptions, 'runtime'>) {
  const runtime = manualRuntime();
  const headwater = await startHeadwater({ runtime, ...options });
  const streams = new DynamoDBStreamsClient({ ...headwater.clientConfig, maxAttempts: 1 });
  onTestFinished(async () => {
    streams.destroy();
    await headwater.close();
  });
  const { streamArn } = await aTable(headwater, { viewType: 'NEW_IMAGE' });
  const [{ ShardId: shard = '' } = {}] = await shardsOf(streams, streamArn);
  return {
    headwater,
    clock: runtime.clock,
    /** A reader's first iterator. */
    newReader: () => shardIterator(streams, streamArn, { shard, type: 'TRIM_HORIZON' }),
    /** Reads two records; the iterator that follows. */
    async read(ShardIterator: string): Promise<string> {
      const { NextShardIterator } = await streams.send(
        new GetRecordsCommand({ ShardIterator, Limit: 2 }),
      );
      return NextShardIterator ?? '';
    },
  };
}

const exceeded = (text: string) => ({
  name: 'LimitExceededException',
  message: expect.stringMatching(
    new RegExp(`^Rate exceeded for shard shardId-.*: ${text}$`),
  ) as string,
});

test('five calls a second', async () => {
  const { clock, newReader, read } = await startStream({ enforceStreamLimits: true });
  let iterator = await newReader();
  for (let call = 0; call < 5; call += 1) iterator = await read(iterator);
  await expect(read(iterator)).rejects.toMatchObject(
    exceeded('more than 5 GetRecords calls a second'),
  );
  await clock.advance(1000);
  expect(await read(iterator)).not.toBe('');
});

test('two megabytes a second', async () => {
  const { headwater, clock, newReader, read } = await startStream({ enforceStreamLimits: true });
  const text = { S: 'x'.repeat(390_000) };
  const items = Array.from({ length: 12 }, (_, index) => ({ p: { S: String(index) }, text }));
  await putItems(headwater, 'things', items);
  let iterator = await newReader();
  // Two items a page: 780 KB.
  for (let call = 0; call < 3; call += 1) iterator = await read(iterator);
  await expect(read(iterator)).rejects.toMatchObject(exceeded('more than 2 MB a second'));
  await clock.advance(1000);
  expect(await read(iterator)).not.toBe('');
});

test('two readers at once', async () => {
  const { clock, newReader, read } = await startStream({ enforceStreamLimits: true });
  const second = await read(await newReader());
  await read(await newReader());
  const third = await newReader();
  await expect(read(third)).rejects.toMatchObject(exceeded('more than 2 readers at once'));
  await read(second);
  await clock.advance(1000);
  await read(third);
});

test('without the option there is no limit', async () => {
  const { newReader, read } = await startStream({});
  for (let reader = 0; reader < 3; reader += 1) {
    let iterator = await newReader();
    for (let call = 0; call < 3; call += 1) iterator = await read(iterator);
    expect(iterator).not.toBe('');
  }
});
