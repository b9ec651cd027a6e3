// The names of Kinesis's operations, for who has to know them before Kinesis is loaded.

export const kinesisOperationNames = [
  'AddTagsToStream',
  'CreateStream',
  'DecreaseStreamRetentionPeriod',
  'DeleteStream',
  'DeregisterStreamConsumer',
  'DescribeAccountSettings',
  'DescribeLimits',
  'DescribeStream',
  'DescribeStreamConsumer',
  'DescribeStreamSummary',
  'DisableEnhancedMonitoring',
  'EnableEnhancedMonitoring',
  'GetRecords',
  'GetShardIterator',
  'IncreaseStreamRetentionPeriod',
  'ListShards',
  'ListStreamConsumers',
  'ListStreams',
  'ListTagsForResource',
  'ListTagsForStream',
  'MergeShards',
  'PutRecord',
  'PutRecords',
  'RegisterStreamConsumer',
  'RemoveTagsFromStream',
  'SplitShard',
  'StartStreamEncryption',
  'StopStreamEncryption',
  'SubscribeToShard',
  'TagResource',
  'UntagResource',
  'UpdateMaxRecordSize',
  'UpdateShardCount',
  'UpdateStreamMode',
] as const;

export type KinesisOperationName = (typeof kinesisOperationNames)[number];

/** They model ProvisionedThroughputExceededException, the others LimitExceededException. */
export const throughputOperations: ReadonlySet<string> = new Set<KinesisOperationName>([
  'GetRecords',
  'GetShardIterator',
  'PutRecord',
  'PutRecords',
]);

export const kinesisTargetPrefix = 'Kinesis_20131202';
