// What the database offers about time to live and tags, which stand beside a table's definition proper,
// as part of `Database` (database.ts).

import type { Scope } from '../../model/table.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface TimeToLiveChange {
  readonly enabled: boolean;
  readonly attribute: string;
}

export interface TimeToLiveView {
  readonly status: 'ENABLING' | 'ENABLED' | 'DISABLING' | 'DISABLED';
  /** Absent when DISABLED. */
  readonly attribute?: string;
}

export interface TableProperties {
  changeTimeToLive(scope: Scope, table: string, change: TimeToLiveChange): Promise<void>;
  describeTimeToLive(scope: Scope, table: string): Promise<TimeToLiveView>;
  /** Adds tags, and replaces those of the same key; all of them or none. */
  tagTable(scope: Scope, table: string, tags: readonly Tag[]): Promise<void>;
  /** Keys that the table has no tag of are no mistake. */
  untagTable(scope: Scope, table: string, keys: readonly string[]): Promise<void>;
  listTags(scope: Scope, table: string): Promise<readonly Tag[]>;
}
