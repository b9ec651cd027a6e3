import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import { expect, test } from 'vitest';
import { followStream } from './follow-stream.ts';

const stop = 'stop';

/**
 * A stream whose shards hold these sequence numbers, one a page, and which names a shard in each answer
 * of DescribeStream. An iterator is `shard:index`. `calls` lists what was asked.
 */
function fakeStream(shards: Readonly<Record<string, readonly string[]>>, lineage: Shard[]) {
  const calls: string[] = [];
  const expired = new Set<string>();
  const send = (command: object): Promise<object> => {
    if (command instanceof DescribeStreamCommand) {
      const start = lineage.findIndex(
        ({ ShardId }) => ShardId === command.input.ExclusiveStartShardId,
      );
      const page = lineage.slice(start + 1, start + 2);
      const last = start + 2 < lineage.length ? page[0]?.ShardId : undefined;
      return Promise.resolve({ StreamDescription: { Shards: page, LastEvaluatedShardId: last } });
    }
    if (command instanceof GetShardIteratorCommand) {
      const { ShardId = '', ShardIteratorType: type, SequenceNumber: number = '' } = command.input;
      calls.push(`${ShardId} ${type}${number === '' ? '' : ` ${number}`}`);
      const index = (shards[ShardId] ?? []).indexOf(number) + 1;
      return Promise.resolve({ ShardIterator: `${ShardId}:${index}` });
    }
    if (!(command instanceof GetRecordsCommand)) throw new Error('an unexpected command');
    const iterator = command.input.ShardIterator ?? '';
    if (expired.delete(iterator)) {
      return Promise.reject(new ExpiredIteratorException({ message: 'expired', $metadata: {} }));
    }
    const [shard = '', index = ''] = iterator.split(':');
    const numbers = shards[shard] ?? [];
    const number = numbers[Number(index)];
    calls.push(`${shard} ${number}`);
    const next = Number(index) + 1 < numbers.length ? `${shard}:${Number(index) + 1}` : undefined;
    return Promise.resolve({
      Records: [{ dynamodb: { SequenceNumber: number } }],
      NextShardIterator: next,
    });
  };
  return { client: { send } as unknown as DynamoDBStreamsClient, calls, expired };
}

test('a parent is read to its end before its children, page by page', async () => {
  const shards = { parent: ['1', '2'], left: ['3'], right: ['4', stop] };
  const { client, calls } = fakeStream(shards, [
    { ShardId: 'right', ParentShardId: 'parent' },
    { ShardId: 'left', ParentShardId: 'parent' },
    { ShardId: 'parent', ParentShardId: 'long gone' },
  ]);
  const stopping = new AbortController();
  await followStream({
    client,
    streamArn: 'arn',
    signal: stopping.signal,
    onRecords([record]) {
      if (record?.dynamodb?.SequenceNumber === stop) stopping.abort();
      return Promise.resolve();
    },
  });
  expect(calls.slice(0, 3)).toEqual(['parent TRIM_HORIZON', 'parent 1', 'parent 2']);
  expect(calls.slice(3).toSorted()).toEqual(
    ['left TRIM_HORIZON', 'left 3', 'right TRIM_HORIZON', 'right 4', 'right stop'].toSorted(),
  );
});

test('an iterator that expired is replaced behind the last record', async () => {
  const { client, calls, expired } = fakeStream({ only: ['1', '2', stop] }, [{ ShardId: 'only' }]);
  expired.add('only:2');
  const stopping = new AbortController();
  await followStream({
    client,
    streamArn: 'arn',
    signal: stopping.signal,
    onRecords([record]) {
      if (record?.dynamodb?.SequenceNumber === stop) stopping.abort();
      return Promise.resolve();
    },
  });
  expect(calls).toEqual([
    'only TRIM_HORIZON',
    'only 1',
    'only 2',
    'only AFTER_SEQUENCE_NUMBER 2',
    'only stop',
  ]);
});

test('what fails in a handler ends the following', async () => {
  const { client } = fakeStream({ only: ['1', '2'] }, [{ ShardId: 'only' }]);
  const following = followStream({
    client,
    streamArn: 'arn',
    signal: new AbortController().signal,
    onRecords: () => Promise.reject(new Error('no room')),
  });
  await expect(following).rejects.toThrow('no room');
});
