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
}

/**
 * A stretch of one lane's log: the entries at positions `after < p <= end`.
 *
 * A record's sequence number is `base + p`. `base` is chosen when the shard opens so that numbers grow
 * from parent to child although every lane counts its positions from 1.
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
}

export function streamArn(stream: {
  readonly account: string;
  readonly region: string;
  readonly table: string;
  readonly label: string;
}): string {
  return `arn:aws:dynamodb:${stream.region}:${stream.account}:table/${stream.table}/stream/${stream.label}`;
}
