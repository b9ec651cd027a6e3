// What the parts of the database share.

import type { Runtime } from '../base/runtime.ts';
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
}

export interface DatabaseContext {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly catalog: TableCatalog;
  readonly options: DatabaseOptions;
}
