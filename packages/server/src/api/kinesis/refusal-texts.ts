// AWS's name and text for each refusal. `{name}` stands for the refusal's member of that name, `{account}` and
// `{region}` for the caller's.

import type { KinesisRefusal } from '../../kinesis/kinesis-refusal.ts';
import type { KinesisErrorName } from './kinesis-catalogue.ts';

interface RefusalText {
  readonly error: KinesisErrorName;
  readonly text: string;
}

const COUNTS = 'Current open shard count: {current}, Target shard count: {target}';

/** Texts observed on AWS (Kinesalite's tests) unless noted. */
export const kinesisRefusals: Readonly<Record<KinesisRefusal['kind'], RefusalText>> = {
  'stream-not-found': {
    error: 'ResourceNotFoundException',
    text: 'Stream {stream} under account {account} not found.',
  },
  'stream-exists': {
    error: 'ResourceInUseException',
    text: 'Stream {stream} under account {account} already exists.',
  },
  'stream-busy': {
    error: 'ResourceInUseException',
    text: 'Stream {stream} under account {account} not ACTIVE, instead in state {status}',
  },
  // AWS's text is not recorded.
  'stream-has-consumers': {
    error: 'ResourceInUseException',
    text: 'Stream {stream} under account {account} has consumers: deregister them, or set EnforceConsumerDeletion.',
  },
  'shard-not-found': {
    error: 'ResourceNotFoundException',
    text: 'Could not find shard {shard} in stream {stream} under account {account}.',
  },
  'no-such-shard': {
    error: 'ResourceNotFoundException',
    text: 'Shard {shard} in stream {stream} under account {account} does not exist',
  },
  // AWS's text is not recorded.
  'shard-not-open': {
    error: 'InvalidArgumentException',
    text: 'Shard {shard} in stream {stream} under account {account} has already been merged or split, and thus is not eligible for merging or splitting.',
  },
  'bad-split': {
    error: 'InvalidArgumentException',
    text: "NewStartingHashKey {key} used in SplitShard() on shard {shard} in stream {stream} under account {account} is not both greater than one plus the shard's StartingHashKey {from} and less than the shard's EndingHashKey {to}.",
  },
  'not-adjacent': {
    error: 'InvalidArgumentException',
    text: 'Shards {shard} and {other} in stream {stream} under account {account} are not an adjacent pair of shards eligible for merging',
  },
  'too-many-shards': {
    error: 'LimitExceededException',
    text: 'This request would exceed the shard limit for the account {account} in {region}. Current shard count for the account: {current}. Limit: {limit}. Number of additional shards that would have resulted from this request: {additional}. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.',
  },
  // AWS's text is not recorded.
  'too-many-on-demand-streams': {
    error: 'LimitExceededException',
    text: 'This request would exceed the limit of on-demand streams for the account {account} in {region}. Limit: {limit}.',
  },
  'resize-beyond-limit': {
    error: 'LimitExceededException',
    text: `Target shard count or number of open shards cannot be greater than {limit}. ${COUNTS}`,
  },
  'resize-beyond-double': {
    error: 'LimitExceededException',
    text: `UpdateShardCount cannot scale up over double your current open shard count. ${COUNTS}`,
  },
  'resize-below-half': {
    error: 'LimitExceededException',
    text: `UpdateShardCount cannot scale down below half your current open shard count. ${COUNTS}`,
  },
  // AWS's texts of the five that follow are not recorded.
  'resized-too-often': {
    error: 'LimitExceededException',
    text: 'Stream {stream} under account {account} has been scaled {limit} times within the last 24 hours.',
  },
  'mode-changed-too-often': {
    error: 'LimitExceededException',
    text: 'The mode of stream {stream} under account {account} has been changed {limit} times within the last 24 hours.',
  },
  'mode-unchanged': {
    error: 'InvalidArgumentException',
    text: 'Stream {stream} under account {account} is already in mode {mode}.',
  },
  'on-demand': {
    error: 'ValidationException',
    text: '{operation} is not supported for stream {stream} under account {account}, which is in mode ON_DEMAND.',
  },
  'record-too-large': {
    error: 'ValidationException',
    text: "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to {limit}",
  },
  'bad-explicit-hash-key': {
    error: 'InvalidArgumentException',
    text: 'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {key}',
  },
  'bad-ordering-number': {
    error: 'InvalidArgumentException',
    text: 'ExclusiveMinimumSequenceNumber {number} used in PutRecord on stream {stream} under account {account} is invalid.',
  },
  'rate-exceeded': {
    error: 'ProvisionedThroughputExceededException',
    text: 'Rate exceeded for shard {shard} in stream {stream} under account {account}.',
  },
  'bad-sequence-number': {
    error: 'InvalidArgumentException',
    text: 'StartingSequenceNumber {number} used in GetShardIterator on shard {shard} in stream {stream} under account {account} is invalid.',
  },
  'sequence-number-of-other-stream': {
    error: 'InvalidArgumentException',
    text: 'StartingSequenceNumber {number} used in GetShardIterator on shard {shard} in stream {stream} under account {account} is invalid because it did not come from this stream.',
  },
  'sequence-number-of-other-shard': {
    error: 'InvalidArgumentException',
    text: 'Invalid StartingSequenceNumber. It encodes {encoded}, while it was used in a call to a shard with {shard}',
  },
  'time-in-future': {
    error: 'InvalidArgumentException',
    text: 'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: {time}, currentTimestampInMillis: {now}',
  },
  'iterator-invalid': { error: 'InvalidArgumentException', text: 'Invalid ShardIterator.' },
  'iterator-expired': {
    error: 'ExpiredIteratorException',
    text: 'Iterator expired. The iterator was created at time {issued} while right now it is {now} which is further in the future than the tolerated delay of 300000 milliseconds.',
  },
  // AWS's texts of the two are not recorded.
  'token-invalid': { error: 'InvalidArgumentException', text: 'Invalid NextToken.' },
  'token-expired': {
    error: 'ExpiredNextTokenException',
    text: 'NextToken expired: it was issued more than 300 seconds ago.',
  },
  'retention-too-short': {
    error: 'InvalidArgumentException',
    text: 'Minimum allowed retention period is 24 hours. Requested retention period ({hours} hours) is too short.',
  },
  'retention-too-long': {
    error: 'InvalidArgumentException',
    text: 'Maximum allowed retention period is 8760 hours. Requested retention period ({hours} hours) is too long.',
  },
  'retention-not-longer': {
    error: 'InvalidArgumentException',
    text: 'Requested retention period ({hours} hours) for stream {stream} can not be shorter than existing retention period ({current} hours). Use DecreaseRetentionPeriod API.',
  },
  'retention-not-shorter': {
    error: 'InvalidArgumentException',
    text: 'Requested retention period ({hours} hours) for stream {stream} can not be longer than existing retention period ({current} hours). Use IncreaseRetentionPeriod API.',
  },
  'too-many-tags': {
    error: 'InvalidArgumentException',
    text: 'Failed to add tags to stream {stream} under account {account} because a given stream cannot have more than {limit} tags associated with it.',
  },
  // AWS's texts of those that follow are not recorded.
  'consumer-not-found': {
    error: 'ResourceNotFoundException',
    text: 'Consumer {consumer} under account {account} not found.',
  },
  'consumer-exists': {
    error: 'ResourceInUseException',
    text: 'Consumer {consumer} under account {account} already exists.',
  },
  'consumer-not-active': {
    error: 'ResourceInUseException',
    text: 'Consumer {consumer} under account {account} not ACTIVE, instead in state {status}',
  },
  'too-many-consumers': {
    error: 'LimitExceededException',
    text: 'Stream {stream} under account {account} cannot have more than {limit} consumers.',
  },
  'subscribed-lately': {
    error: 'ResourceInUseException',
    text: 'Another active subscription exists for consumer {consumer} of shard {shard}.',
  },
};
