// The stream of a DynamoDB table, on AWS or on Headwater, through the SDK's client.

import {
  DescribeStreamCommand,
  type DescribeStreamCommandInput,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard as ListedShard,
} from '@aws-sdk/client-dynamodb-streams';
import { type ChangeOptions, type ChangeRecord, changeRecord } from './change-record.ts';
import { translated } from './sdk-errors.ts';
import type { Polling, Shard, Source } from './source.ts';
import { SourceError } from './source-error.ts';

export interface DynamoDbStreamsOptions extends ChangeOptions {
  readonly client: Pick<DynamoDBStreamsClient, 'send'>;
  /** `LatestStreamArn` of DescribeTable. */
  readonly streamArn: string;
  /**
   * Default: at most 5 reads a second of a shard, one a second while nothing arrives, pages of 1,000 records
   * (the most that DynamoDB takes). With `wakeUp`: as soon as there is something, and every 20 s.
   */
  readonly polling?: Partial<Polling>;
  /** Says when there is something to read, so that nobody has to look: `headwaterWakeUp` does. */
  readonly wakeUp?: NonNullable<Source['awaitRecords']>;
}

const usualPolling: Polling = { minPollMs: 200, idlePollMs: 1000, maxRecords: 1000 };
const wokenPolling: Polling = { minPollMs: 0, idlePollMs: 20_000, maxRecords: 1000 };

/** `T` is the type of the table's items. */
export function dynamodbStreamsSource<T = Record<string, unknown>>(
  options: DynamoDbStreamsOptions,
): Source<ChangeRecord<T>> {
  const { client, streamArn: StreamArn, polling, wakeUp, ...change } = options;

  return {
    name: StreamArn,
    polling: { ...(wakeUp === undefined ? usualPolling : wokenPolling), ...polling },
    ...(wakeUp === undefined ? {} : { awaitRecords: wakeUp }),
    hasTimestamps: false,
    async listShards(signal) {
      const { shards, status } = await describeStream(client, { StreamArn }, signal);
      return { shards: shards.map(toShard), ended: status === 'DISABLED' };
    },
    async childrenOf(shardId, signal) {
      const ShardFilter = { Type: 'CHILD_SHARDS', ShardId: shardId } as const;
      const { shards } = await describeStream(client, { StreamArn, ShardFilter }, signal);
      // A service that does not know the filter lists everything.
      return shards.filter(({ ParentShardId }) => ParentShardId === shardId).map(toShard);
    },
    async openIterator(ShardId, position, abortSignal) {
      if (position.type === 'AT_TIMESTAMP') {
        throw new SourceError('invalid', 'DynamoDB Streams has no position AT_TIMESTAMP.');
      }
      const command = new GetShardIteratorCommand({
        StreamArn,
        ShardId,
        ShardIteratorType: position.type,
        ...('sequenceNumber' in position ? { SequenceNumber: position.sequenceNumber } : {}),
      });
      const { ShardIterator } = await translated(
        `Opening an iterator of ${ShardId}`,
        client.send(command, { abortSignal }),
      );
      if (ShardIterator === undefined) {
        throw new SourceError('unavailable', `There was no iterator in the answer for ${ShardId}.`);
      }
      return ShardIterator;
    },
    async getRecords(iterator, shardId, { limit, signal: abortSignal }) {
      const command = new GetRecordsCommand({ ShardIterator: iterator, Limit: limit });
      const { Records = [], NextShardIterator } = await translated(
        `Reading ${shardId}`,
        client.send(command, { abortSignal }),
      );
      return {
        records: Records.map((record) => changeRecord<T>(record, shardId, change)),
        ...(NextShardIterator === undefined ? {} : { next: NextShardIterator }),
      };
    },
  };
}

/** With all pages of shards. */
async function describeStream(
  client: DynamoDbStreamsOptions['client'],
  input: DescribeStreamCommandInput,
  abortSignal: AbortSignal,
): Promise<{ readonly shards: readonly ListedShard[]; readonly status: string | undefined }> {
  const shards: ListedShard[] = [];
  let status: string | undefined;
  let from: string | undefined;
  do {
    const command = new DescribeStreamCommand(
      from === undefined ? input : { ...input, ExclusiveStartShardId: from },
    );
    const { StreamDescription: found } = await translated(
      'Listing shards',
      client.send(command, { abortSignal }),
    );
    shards.push(...(found?.Shards ?? []));
    status = found?.StreamStatus;
    from = found?.LastEvaluatedShardId;
  } while (from !== undefined);
  return { shards, status };
}

function toShard({ ShardId = '', ParentShardId, SequenceNumberRange = {} }: ListedShard): Shard {
  const { StartingSequenceNumber: startingSequenceNumber } = SequenceNumberRange;
  return {
    id: ShardId,
    parentIds: ParentShardId === undefined ? [] : [ParentShardId],
    closed: SequenceNumberRange.EndingSequenceNumber !== undefined,
    ...(startingSequenceNumber === undefined ? {} : { startingSequenceNumber }),
  };
}
