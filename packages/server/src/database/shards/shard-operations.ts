// What can be done to the shards of a table's stream besides reading them, by whoever operates the
// server or tests a consumer. All resolve with the shards that are new or changed, as they are then.

import type { ShardDefinition, StreamDefinition } from '../../model/stream.ts';
import type { Scope } from '../../model/table.ts';
import type { Entry } from '../../write/entry.ts';

/** Which shards are meant. */
export interface ShardChoice {
  readonly table: string;
  /** Without it, every open shard of the table; to trim and to expire iterators, every shard. */
  readonly shard?: string;
}

export interface TrimChoice extends ShardChoice {
  /** The last sequence number that goes, of the shard that is named; without it, all that there are now. */
  readonly upTo?: string;
}

/** A stream as its operator sees it. */
export interface ListedStream {
  readonly stream: StreamDefinition;
  /** How long its records are kept. */
  readonly retentionMs: number;
  readonly shards: readonly ListedShard[];
}

export interface ListedShard {
  readonly definition: ShardDefinition;
  /** The last position of its lane that may be the shard's: its end, or the lane's head while it is open. */
  readonly last: number;
}

export type RecordQuestion = { readonly table: string } & (
  | { readonly sequenceNumber: string }
  /** DynamoDB JSON of the item's key attributes, as it came. */
  | { readonly key: unknown }
);

export interface FoundRecord {
  readonly stream: StreamDefinition;
  readonly shard: ShardDefinition;
  readonly position: number;
  /** Absent when the log no longer has it. */
  readonly entry?: Entry;
}

/** All reject with InvalidInput when there is no such stream or shard, in words of our own. */
export interface ShardOperations {
  /** Every stream that the table has or had, oldest first, as far as it is kept. */
  listShards(scope: Scope, table: string): Promise<readonly ListedStream[]>;
  /** Newest records first. Rejects with InvalidInput for a key that is not the table's. */
  findRecords(scope: Scope, asked: RecordQuestion): Promise<readonly FoundRecord[]>;
  /** Also rejects with Refused, as `rollShards` does (table-not-found, table-busy). */
  splitShards(scope: Scope, choice: ShardChoice): Promise<readonly ShardDefinition[]>;
  rollShards(scope: Scope, choice: ShardChoice): Promise<readonly ShardDefinition[]>;
  trimShards(scope: Scope, choice: TrimChoice): Promise<readonly ShardDefinition[]>;
  expireIterators(scope: Scope, choice: ShardChoice): Promise<readonly ShardDefinition[]>;
}
