// A stream of Kinesis Data Streams, through the SDK's client.

import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type KinesisClient,
  ListShardsCommand,
  type ListShardsCommandInput,
  type _Record as KinesisSdkRecord,
} from '@aws-sdk/client-kinesis';
import type { ShardPosition } from './positions.ts';
import { translated } from './sdk-errors.ts';
import type { Polling, Shard, Source, StreamRecord } from './source.ts';
import { SourceError } from './source-error.ts';

/** `key` is the partition key. */
export interface KinesisRecord extends StreamRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
  readonly raw: KinesisSdkRecord;
}

export interface KinesisOptions {
  readonly client: Pick<KinesisClient, 'send'>;
  readonly streamArn: string;
  /**
   * Default: at most 5 reads a second of a shard, which is the service's limit for all its readers, one a second
   * while nothing arrives, and pages of 10,000 records (the most that Kinesis takes).
   */
  readonly polling?: Partial<Polling>;
}

const usualPolling: Polling = { minPollMs: 200, idlePollMs: 1000, maxRecords: 10_000 };

export function kinesisSource({
  client,
  streamArn: StreamARN,
  polling,
}: KinesisOptions): Source<KinesisRecord> {
  async function list(
    input: ListShardsCommandInput,
    abortSignal: AbortSignal,
  ): Promise<readonly Shard[]> {
    const shards: Shard[] = [];
    let next: string | undefined;
    do {
      // A token stands for all of what was asked at first, the stream included.
      const command = new ListShardsCommand(next === undefined ? input : { NextToken: next });
      const page = await translated('Listing shards', client.send(command, { abortSignal }));
      for (const { ShardId = '', SequenceNumberRange, ...shard } of page.Shards ?? []) {
        const { ParentShardId, AdjacentParentShardId } = shard;
        shards.push({
          id: ShardId,
          parentIds: [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
          closed: SequenceNumberRange?.EndingSequenceNumber !== undefined,
        });
      }
      next = page.NextToken;
    } while (next !== undefined);
    return shards;
  }

  return {
    name: StreamARN,
    polling: { ...usualPolling, ...polling },
    hasTimestamps: true,
    // Kinesis has no error for what is trimmed.
    passesOverTrimmed: true,
    /** A Kinesis stream has no end: it is deleted, with all its records. */
    listShards: async (signal) => ({ shards: await list({ StreamARN }, signal), ended: false }),
    async openIterator(ShardId, position, abortSignal) {
      const command = new GetShardIteratorCommand({ StreamARN, ShardId, ...typed(position) });
      const { ShardIterator } = await translated(
        `Opening an iterator of ${ShardId}`,
        client.send(command, { abortSignal }),
      );
      if (ShardIterator === undefined) {
        throw new SourceError('unavailable', `There was no iterator in the answer for ${ShardId}.`);
      }
      return ShardIterator;
    },
    async getRecords(ShardIterator, shardId, { limit: Limit, signal: abortSignal }) {
      const command = new GetRecordsCommand({ StreamARN, ShardIterator, Limit });
      const page = await translated(`Reading ${shardId}`, client.send(command, { abortSignal }));
      const { Records = [], NextShardIterator, MillisBehindLatest, ChildShards } = page;
      return {
        records: Records.map((record) => kinesisRecord(record, shardId)),
        // The service sends null for none.
        ...(NextShardIterator ? { next: NextShardIterator } : {}),
        ...(MillisBehindLatest === undefined ? {} : { millisBehind: MillisBehindLatest }),
        ...(ChildShards === undefined || ChildShards.length === 0
          ? {}
          : {
              children: ChildShards.map(({ ShardId = '', ParentShards = [] }) => ({
                id: ShardId,
                parentIds: ParentShards,
                closed: false,
              })),
            }),
      };
    },
  };
}

function typed(
  position: ShardPosition,
): Pick<
  GetShardIteratorCommandInput,
  'ShardIteratorType' | 'Timestamp' | 'StartingSequenceNumber'
> {
  const { type } = position;
  switch (type) {
    case 'AT_TIMESTAMP':
      // oxlint-disable-next-line no-restricted-globals -- a time that is given, not the time
      return { ShardIteratorType: type, Timestamp: new Date(position.time) };
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return { ShardIteratorType: type, StartingSequenceNumber: position.sequenceNumber };
    case 'TRIM_HORIZON':
    case 'LATEST':
      return { ShardIteratorType: type };
  }
}

function kinesisRecord(raw: KinesisSdkRecord, shardId: string): KinesisRecord {
  const { SequenceNumber = '', PartitionKey = '', Data = new Uint8Array() } = raw;
  return {
    shardId,
    sequenceNumber: SequenceNumber,
    time: raw.ApproximateArrivalTimestamp?.getTime() ?? 0,
    key: PartitionKey,
    partitionKey: PartitionKey,
    sizeBytes: Data.length + PartitionKey.length,
    data: Data,
    raw,
  };
}
