// What can be done to the shards of a table's stream besides reading them, by whoever operates the
// server or tests a consumer. All resolve with the shards that are new or changed, as they are then.

import type { ShardDefinition } from '../../model/stream.ts';
import type { Scope } from '../../model/table.ts';
import type { TrimChoice } from '../retention/trim-shards.ts';
import type { ShardChoice } from './change-shards.ts';
import type { StoredStream } from './stored-shards.ts';

/** All reject with InvalidInput when there is no such stream or shard, in words of our own. */
export interface ShardOperations {
  /** Every stream that the table has or had, oldest first, as far as it is kept. */
  listShards(scope: Scope, table: string): Promise<readonly StoredStream[]>;
  /** Also rejects with Refused, as `rollShards` does (table-not-found, table-busy). */
  splitShards(scope: Scope, choice: ShardChoice): Promise<readonly ShardDefinition[]>;
  rollShards(scope: Scope, choice: ShardChoice): Promise<readonly ShardDefinition[]>;
  trimShards(scope: Scope, choice: TrimChoice): Promise<readonly ShardDefinition[]>;
  expireIterators(scope: Scope, choice: ShardChoice): Promise<readonly ShardDefinition[]>;
}
