// DescribeStream, also of the children of one shard.

import type { DescribeStreamCommandInput, ShardFilter } from '@aws-sdk/client-dynamodb-streams';
import type { ShardView, StreamView } from '../../log/stream-log.ts';
import { streamArn as arnOf } from '../../model/stream.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { enumeration, required, structure } from '../validation/shape.ts';
import { MAX_PAGE, pageLimit, shardId, streamArn } from './shapes.ts';

export const describeStream = defineOperation<Checked<DescribeStreamCommandInput, 'StreamArn'>>({
  name: 'DescribeStream',
  style: { plane: 'tables', prefixed: false },
  input: structure('DescribeStreamInput', {
    StreamArn: required(streamArn),
    Limit: pageLimit(MAX_PAGE),
    ExclusiveStartShardId: shardId,
    ShardFilter: structure('ShardFilter', {
      Type: required(enumeration(['CHILD_SHARDS'])),
      ShardId: required(shardId),
    }),
  }),
  async run({ scope, streams }, input) {
    const filter = input.ShardFilter as Checked<ShardFilter, 'ShardId'> | undefined;
    const view = await streams.describeStream(scope, input.StreamArn, {
      limit: input.Limit ?? MAX_PAGE,
      ...(input.ExclusiveStartShardId === undefined
        ? {}
        : { afterShard: input.ExclusiveStartShardId }),
      ...(filter === undefined ? {} : { childrenOf: filter.ShardId }),
    });
    return { value: { StreamDescription: streamDescription(view) } };
  },
});

function streamDescription({ definition, status, shards, more }: StreamView): object {
  const { partition, sort } = definition.key;
  return {
    StreamArn: arnOf(definition),
    StreamLabel: definition.label,
    StreamStatus: status,
    StreamViewType: definition.viewType,
    CreationRequestDateTime: definition.createdAt / 1000,
    TableName: definition.table,
    KeySchema: [
      { AttributeName: partition.name, KeyType: 'HASH' },
      ...(sort === undefined ? [] : [{ AttributeName: sort.name, KeyType: 'RANGE' }]),
    ],
    Shards: shards.map(shardDescription),
    ...(more ? { LastEvaluatedShardId: shards.at(-1)?.definition.id } : {}),
  };
}

// An open shard has no end, and a shard of the first generation no parent: the members are absent.
function shardDescription({
  definition,
  startingSequenceNumber,
  endingSequenceNumber,
}: ShardView): object {
  return {
    ShardId: definition.id,
    SequenceNumberRange: {
      StartingSequenceNumber: startingSequenceNumber,
      ...(endingSequenceNumber === undefined ? {} : { EndingSequenceNumber: endingSequenceNumber }),
    },
    ...(definition.parent === undefined ? {} : { ParentShardId: definition.parent }),
  };
}
