// What the parts of the database share.

import type { Runtime } from '../base/runtime.ts';
import type { Scope } from '../model/table.ts';
import type { Store } from '../store/store.ts';
import type { TableCatalog } from './catalog/table-catalog.ts';

export interface DatabaseOptions {
  /** Partitions, and so open shards, of a new table that does not ask otherwise; 1 to 1000. */
  readonly partitions: number;
  /** How long tables and streams stay CREATING, UPDATING, DELETING, ENABLING or DISABLING. */
  readonly transitionMs: number;
  /**
   * Whether every change is logged with both images, read or not. Off in production: an entry costs as
   * much as its item, and where no stream is enabled nothing can ever read it. Tests switch it on, so
   * that replaying the log can be compared with the tables.
   */
  readonly logEverything: boolean;
  /** Whether provisioned throughput is enforced; not unless asked for. */
  readonly enforceThroughput?: boolean;
  /** How long streams keep records where a table does not ask otherwise. Default: 24 hours. */
  readonly retentionMs?: number;
  /** How long a shard is open before it rolls over; 0 for ever. Default: 4 hours. */
  readonly shardLifetimeMs?: number;
  /** Most bytes of records that all streams keep together; the oldest go. Default: 0, no bound. */
  readonly retentionBytes?: number;
  /** Records a second of one shard above which, lasting half a minute, it is split. Default: 0, never. */
  readonly splitAbove?: number;
}

/** Told when items will be due, so that it can wake in time to delete them (expiry/expirer.ts). */
export interface ExpiryWatch {
  /** To be called once the item is durable. `dueAt` is epoch milliseconds. */
  notice(scope: Scope, table: string, dueAt: number): void;
}

export interface DatabaseContext {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly catalog: TableCatalog;
  readonly expiries: ExpiryWatch;
  readonly options: DatabaseOptions;
}
