// The three calls of DynamoDB Streams, without what a consumer does not need of their answers.

import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { ConsumerOptions } from './consumer.ts';

type Stream = Pick<ConsumerOptions, 'streams' | 'streamArn' | 'pageSize'>;

export interface ListedShard {
  readonly id: string;
  /** Absent of a shard that began with the stream; one that was trimmed is named all the same. */
  readonly parent: string | undefined;
}

/** At most 100 shards, in the order of their ids; `last` is absent of the last page. */
export async function describePage(
  { streams, streamArn }: Stream,
  after?: string,
): Promise<{ shards: ListedShard[]; last: string | undefined }> {
  const { StreamDescription: page } = await streams.send(
    new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: after }),
  );
  return { shards: (page?.Shards ?? []).map(listedShard), last: page?.LastEvaluatedShardId };
}

function listedShard({ ShardId = '', ParentShardId }: Shard): ListedShard {
  return { id: ShardId, parent: ParentShardId };
}

/** All of them, or those with an id greater than `after`. */
export async function describeShards(stream: Stream, after?: string): Promise<ListedShard[]> {
  const shards: ListedShard[] = [];
  let start = after;
  do {
    const page = await describePage(stream, start);
    shards.push(...page.shards);
    start = page.last;
  } while (start !== undefined);
  return shards;
}

/** An iterator at an end of the shard, or behind a sequence number. */
export async function iteratorAt(
  { streams, streamArn }: Stream,
  shard: string,
  start: 'TRIM_HORIZON' | 'LATEST' | { readonly after: string },
): Promise<string> {
  const { ShardIterator = '' } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shard,
      ...(typeof start === 'string'
        ? { ShardIteratorType: start }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: start.after }),
    }),
  );
  return ShardIterator;
}

export interface Page {
  readonly records: readonly StreamRecord[];
  /** Absent when the shard has ended with this page. */
  readonly next: string | undefined;
}

export async function readPage({ streams, pageSize }: Stream, iterator: string): Promise<Page> {
  const { Records = [], NextShardIterator } = await streams.send(
    new GetRecordsCommand({ ShardIterator: iterator, Limit: pageSize }),
  );
  return { records: Records, next: NextShardIterator };
}

/** "" of a record without one, which AWS does not send. */
export function sequenceNumberOf({ dynamodb }: StreamRecord): string {
  return dynamodb?.SequenceNumber ?? '';
}
