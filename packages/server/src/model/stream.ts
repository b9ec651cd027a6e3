// Streams and shards as the catalog stores them. `database/` writes these records together with the
// table they belong to; `log/` reads them.

import type { StreamViewType } from './stream-view-type.ts';
import type { KeySchema } from './table.ts';

export interface StreamDefinition {
  readonly account: string;
  readonly region: string;
  readonly table: string;
  /** Creation time as ISO 8601 in UTC with milliseconds and no zone, as in AWS's stream ARNs. */
  readonly label: string;
  readonly viewType: StreamViewType;
  readonly key: KeySchema;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly enabledAt: number;
  /** Set when the stream was disabled or its table deleted; DISABLED once the clock has passed it. */
  readonly disabledAt?: number;
  /** How long records are kept, in milliseconds; of a stream whose table asked for it and is gone. */
  readonly retentionMs?: number;
}

/**
 * A stretch of one lane's log: the entries at positions `after < p <= end`.
 *
 * A record's sequence number has the place `base + p` (model/sequence-number.ts). `base` is chosen when
 * the shard opens so that numbers grow from parent to child although every lane counts its positions
 * from 1.
 */
export interface ShardDefinition {
  readonly id: string;
  readonly parent?: string;
  readonly lane: string;
  readonly after: number;
  /** Absent while the shard is open. */
  readonly end?: number;
  readonly base: number;
  /** Epoch milliseconds. */
  readonly openedAt: number;
  readonly closedAt?: number;
  /** When records went from the stream, oldest first; the log may keep their entries for other readers. */
  readonly trims?: readonly ShardTrim[];
  /** Raised to make all iterators expire that name an earlier one; 0 while absent. */
  readonly iteratorGeneration?: number;
}

/** Why records are no longer in a stream. */
export type TrimReason = 'retention' | 'byte-limit' | 'asked';

export interface ShardTrim {
  /** Entries at or below this position of the lane. */
  readonly upTo: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly reason: TrimReason;
}

export function streamArn(stream: {
  readonly account: string;
  readonly region: string;
  readonly table: string;
  readonly label: string;
}): string {
  return `arn:aws:dynamodb:${stream.region}:${stream.account}:table/${stream.table}/stream/${stream.label}`;
}
