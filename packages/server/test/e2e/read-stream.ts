// Reading a stream to its present end, as a simple consumer does.

import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type Shard,
  type ShardIteratorType,
  type _Record,
} from '@aws-sdk/client-dynamodb-streams';

/** All shards, page by page. */
export async function shardsOf(
  streams: DynamoDBStreamsClient,
  streamArn: string,
  limit = 100,
): Promise<Shard[]> {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription: page } = await streams.send(
      new DescribeStreamCommand({
        StreamArn: streamArn,
        Limit: limit,
        ExclusiveStartShardId: after,
      }),
    );
    shards.push(...(page?.Shards ?? []));
    after = page?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}

export async function shardIterator(
  streams: DynamoDBStreamsClient,
  streamArn: string,
  from: {
    readonly shard: string;
    readonly type: ShardIteratorType;
    readonly sequenceNumber?: string;
  },
): Promise<string> {
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: from.shard,
      ShardIteratorType: from.type,
      SequenceNumber: from.sequenceNumber,
    }),
  );
  return ShardIterator ?? '';
}

/** What is behind an iterator, and the iterator to go on with; none at the end of a closed shard. */
export async function drain(
  streams: DynamoDBStreamsClient,
  iterator: string,
): Promise<{ readonly records: _Record[]; readonly next: string | undefined }> {
  const records: _Record[] = [];
  let next: string | undefined = iterator;
  while (next !== undefined) {
    const page: GetRecordsCommandOutput = await streams.send(
      new GetRecordsCommand({ ShardIterator: next }),
    );
    next = page.NextShardIterator;
    records.push(...(page.Records ?? []));
    if (page.Records?.length === 0) break;
  }
  return { records, next };
}

/** Every record of every shard, shard after shard. */
export async function recordsOf(
  streams: DynamoDBStreamsClient,
  streamArn: string,
): Promise<_Record[]> {
  const all: _Record[] = [];
  for (const { ShardId: shard = '' } of await shardsOf(streams, streamArn)) {
    const iterator = await shardIterator(streams, streamArn, { shard, type: 'TRIM_HORIZON' });
    all.push(...(await drain(streams, iterator)).records);
  }
  return all;
}
