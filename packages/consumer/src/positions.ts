// Where to read: positions within one shard, and where a whole application starts.

/** Where an iterator is opened. */
export type ShardPosition =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'LATEST' }
  /** Milliseconds since the epoch; only where the source `hasTimestamps`. */
  | { readonly type: 'AT_TIMESTAMP'; readonly time: number }
  | {
      readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER';
      readonly sequenceNumber: string;
    };

/** Records of one shard, both ends included: what a dead letter names. */
export interface SequenceRange {
  readonly shardId: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Where an application starts when its store knows nothing of it. Later starts go on where it was.
 *
 * - `TRIM_HORIZON`: with the oldest records that the stream has.
 * - `LATEST`: with what is written from now on. Shards that open later are read from their beginning, and
 *   what is written while no worker runs is read later: nothing is missed after the first start.
 * - `AT_TIMESTAMP`: with the records of this time. Where the source has no such position, shards are read
 *   from their beginning and older records passed over.
 * - a sequence number: this shard from there on, then its descendants. What was before it is not read;
 *   `others` says where shards start that are not related to it, TRIM_HORIZON unless given.
 * - `REPLAY`: some ranges of shards, or a stretch of time of all shards (milliseconds since the epoch,
 *   `toTime` included). Then the consumer completes. A replay is an application with a name of its own.
 */
export type StartPosition =
  | 'TRIM_HORIZON'
  | 'LATEST'
  | { readonly type: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly type: 'AT_TIMESTAMP'; readonly time: number }
  | {
      readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER';
      readonly shardId: string;
      readonly sequenceNumber: string;
      readonly others?: 'TRIM_HORIZON' | 'LATEST';
    }
  | { readonly type: 'REPLAY'; readonly ranges: readonly SequenceRange[] }
  | { readonly type: 'REPLAY'; readonly fromTime: number; readonly toTime: number };
