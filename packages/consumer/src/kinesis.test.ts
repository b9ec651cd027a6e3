import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { kinesisSource } from './kinesis.ts';
import type { ShardPosition } from './positions.ts';

const { signal } = new AbortController();
const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';

/** Answers each command by its class; keeps what was sent. */
function client(answers: Record<string, (input: Record<string, unknown>) => unknown>) {
  const sent: unknown[] = [];
  const send = async (command: { input: object }) => {
    sent.push(command.input);
    const answer = answers[command.constructor.name];
    if (answer === undefined) throw new Error(`Nobody answers ${command.constructor.name}.`);
    return answer(command.input as Record<string, unknown>);
  };
  return { client: { send } as never, sent };
}

test('lists shards with all pages and both parents', async () => {
  const open = { StartingSequenceNumber: '1' };
  const { client: own, sent } = client({
    [ListShardsCommand.name]: ({ NextToken }) =>
      NextToken === undefined
        ? {
            Shards: [
              { ShardId: 'a', SequenceNumberRange: { ...open, EndingSequenceNumber: '2' } },
              { ShardId: 'b', SequenceNumberRange: { ...open, EndingSequenceNumber: '2' } },
            ],
            NextToken: 'more',
          }
        : {
            Shards: [
              {
                ShardId: 'c',
                ParentShardId: 'a',
                AdjacentParentShardId: 'b',
                SequenceNumberRange: open,
              },
            ],
          },
  });
  expect(await kinesisSource({ client: own, streamArn }).listShards(signal)).toEqual({
    shards: [
      { id: 'a', parentIds: [], closed: true },
      { id: 'b', parentIds: [], closed: true },
      { id: 'c', parentIds: ['a', 'b'], closed: false },
    ],
    ended: false,
  });
  expect(sent).toEqual([{ StreamARN: streamArn }, { NextToken: 'more' }]);
});

test.each<[ShardPosition, object]>([
  [{ type: 'LATEST' }, { ShardIteratorType: 'LATEST' }],
  [
    { type: 'AT_TIMESTAMP', time: 5 },
    { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(5) },
  ],
  [
    { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '7' },
    { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: '7' },
  ],
])('opens an iterator at %j', async (position, expected) => {
  const { client: own, sent } = client({
    [GetShardIteratorCommand.name]: () => ({ ShardIterator: 'i' }),
  });
  const source = kinesisSource({ client: own, streamArn });
  expect(await source.openIterator('a', position, signal)).toBe('i');
  expect(sent).toEqual([{ StreamARN: streamArn, ShardId: 'a', ...expected }]);
});

test('reads records, how far behind they are, and the children at the end', async () => {
  const Data = Uint8Array.of(1, 2, 3);
  const { client: own } = client({
    [GetRecordsCommand.name]: () => ({
      Records: [
        {
          SequenceNumber: '9',
          PartitionKey: 'key',
          Data,
          ApproximateArrivalTimestamp: new Date(8),
        },
      ],
      // As the service sends it at the end of a shard.
      NextShardIterator: null,
      MillisBehindLatest: 4,
      ChildShards: [{ ShardId: 'c', ParentShards: ['a', 'b'], HashKeyRange: {} }],
    }),
  });
  const source = kinesisSource({ client: own, streamArn });
  const page = await source.getRecords('i', 'a', { limit: 10, signal });
  expect(page).toMatchObject({
    records: [
      {
        shardId: 'a',
        sequenceNumber: '9',
        time: 8,
        key: 'key',
        partitionKey: 'key',
        sizeBytes: 6,
        data: Data,
      },
    ],
    millisBehind: 4,
    children: [{ id: 'c', parentIds: ['a', 'b'], closed: false }],
  });
  expect(page).not.toHaveProperty('next');
});

test.each([
  ['ExpiredIteratorException', 'iterator-expired'],
  ['ProvisionedThroughputExceededException', 'throttled'],
  ['ResourceNotFoundException', 'not-found'],
  ['AccessDeniedException', 'denied'],
  ['InvalidArgumentException', 'invalid'],
  ['TimeoutError', 'unavailable'],
])('%s is %s', async (name, kind) => {
  const thrown = Object.assign(new Error('as the SDK throws it'), { name });
  const { client: own } = client({
    [GetRecordsCommand.name]: () => {
      throw thrown;
    },
  });
  const source = kinesisSource({ client: own, streamArn });
  await expect(source.getRecords('i', 'a', { limit: 1, signal })).rejects.toMatchObject({
    kind,
    cause: thrown,
    message: expect.stringContaining(name),
  });
});
