// A stream as the consumer sees it: shards with parents, iterators into them, and records behind an
// iterator. There are sources for DynamoDB Streams (dynamodb-streams.ts) and Kinesis Data Streams
// (kinesis.ts); whoever has a log of the same kind writes another.

import type { ShardPosition } from './positions.ts';

export interface Shard {
  readonly id: string;
  /** Read to their end before this one. None of a shard that began with the stream; two after a merge. */
  readonly parentIds: readonly string[];
  /** Whether it is known that no record will be added. */
  readonly closed: boolean;
  /**
   * Where its records began, whether or not they are still there: an iterator opened AT it is refused as
   * `trimmed` when they are not. Without it, records that are trimmed before the shard is first read go unnoticed.
   */
  readonly startingSequenceNumber?: string;
}

export interface ShardListing {
  /** Of all pages, in any order. */
  readonly shards: readonly Shard[];
  /** No shard will ever be added, for example as the stream is disabled: a consumer may come to its end. */
  readonly ended: boolean;
}

/** What every record of every source has. */
export interface StreamRecord {
  readonly shardId: string;
  /** Decimal digits; grows within a shard, and from a shard to its children. */
  readonly sequenceNumber: string;
  /** When it happened, by the source: milliseconds since the epoch, as coarse as the source has it. */
  readonly time: number;
  /** Records with the same key stay in order, whatever the concurrency: the item's or the partition key. */
  readonly key: string;
  readonly sizeBytes: number;
  /** As the source had it. */
  readonly raw: unknown;
}

export interface RecordsPage<R extends StreamRecord = StreamRecord> {
  readonly records: readonly R[];
  /** The iterator of what follows; absent when the shard is closed and these were its last records. */
  readonly next?: string;
  /** How far the end of this page is behind the newest record; 0 when nothing is left to read now. */
  readonly millisBehind?: number;
  /** Records that can be read behind this page, where the source counts them. */
  readonly recordsBehind?: number;
  /** With the last page of a shard, where the source tells: the shards that follow it. */
  readonly children?: readonly Shard[];
}

export interface ReadOptions {
  /** At most so many records. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** How often and how much the source likes to be read. */
export interface Polling {
  /** At least so many milliseconds from one read of a shard to the next. */
  readonly minPollMs: number;
  /** The same while nothing arrives; reached step by step. */
  readonly idlePollMs: number;
  /** Records a page at most. */
  readonly maxRecords: number;
}

/** Methods reject with `SourceError`; whatever else they reject with counts as `unavailable`. */
export interface Source<R extends StreamRecord = StreamRecord> {
  /** The ARN of the stream, or what else names it. */
  readonly name: string;
  readonly polling: Polling;
  /** Whether an iterator can be opened AT_TIMESTAMP. Without it, the consumer reads on from the start. */
  readonly hasTimestamps: boolean;
  /**
   * Whether an iterator AFTER a record that is trimmed goes on with the oldest one there is, instead of being refused.
   * Then the consumer begins AT the last record that it knows, to see whether it is still there.
   */
  readonly passesOverTrimmed?: boolean;
  /** Which shards the stream has, with all pages. @throws SourceError */
  listShards(signal: AbortSignal): Promise<ShardListing>;
  /** The shards whose parent this is, where it is cheaper than listing all. @throws SourceError */
  childrenOf?(shardId: string, signal: AbortSignal): Promise<readonly Shard[]>;
  /** @throws SourceError `not-found` when the shard is gone, `trimmed` when the position is. */
  openIterator(shardId: string, position: ShardPosition, signal: AbortSignal): Promise<string>;
  /** @throws SourceError */
  getRecords(iterator: string, shardId: string, options: ReadOptions): Promise<RecordsPage<R>>;
  /**
   * Resolves as soon as a read from `iterator` may bring something, a record or the end of the shard;
   * at once when it already would. It may resolve too early. The consumer reads without it too, every
   * `idlePollMs`.
   */
  awaitRecords?(iterator: string, shardId: string, signal: AbortSignal): Promise<void>;
}
