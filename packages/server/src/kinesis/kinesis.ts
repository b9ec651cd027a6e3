// What the parts of Kinesis share, and what is open while the server runs. Operations are plain functions
// on it: `streams/` changes streams and their consumers, `shards/` their shards, `records/` writes and
// reads, `retention/` removes.

import type { KeyObject } from 'node:crypto';
import type { Runtime } from '../base/runtime.ts';
import type { ReadLimits } from '../log/read-limits.ts';
import type { Store } from '../store/store.ts';
import type { PutCounts } from './records/put-counts.ts';
import type { Subscriptions } from './records/subscriptions.ts';
import type { WriteLimits } from './records/write-limits.ts';
import type { ShardRoutes } from './shards/shard-routes.ts';

export interface Kinesis {
  readonly store: Store;
  readonly runtime: Runtime;
  /** How long streams and consumers stay CREATING, UPDATING or DELETING. */
  readonly transitionMs: number;
  readonly routes: ShardRoutes;
  /** Signs iterators and tokens. Kept in the store, so that they outlive a restart. */
  readonly signingKey: KeyObject;
  /** AWS's limits of one shard, where the server enforces them. */
  readonly limits?: { readonly writes: WriteLimits; readonly reads: ReadLimits };
  readonly counts: PutCounts;
  readonly subscriptions: Subscriptions;
  /** To be called when something may have become due for removal sooner than before. */
  retentionChanged(): void;
}

export interface OpenKinesis extends Kinesis, AsyncDisposable {
  /** Records that retention took since the start. */
  readonly trimmedRecords: number;
  /** Resolves when no background work is under way. */
  settled(): Promise<void>;
}
