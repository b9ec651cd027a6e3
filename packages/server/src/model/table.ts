// What a table is: the definition that the catalog stores and every operation reads.

import type { StreamViewType } from './stream-view-type.ts';

export type KeyType = 'S' | 'N' | 'B';

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

/** The primary key of a table (later also of an index). */
export interface KeySchema {
  readonly partition: KeyAttribute;
  readonly sort?: KeyAttribute;
}

/** A key of one or more attributes each, as a global secondary index may have. */
export interface KeyParts {
  /** At least one. */
  readonly partition: readonly KeyAttribute[];
  readonly sort: readonly KeyAttribute[];
}

export interface IndexProjection {
  readonly type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  /** Non-key attributes that INCLUDE adds. */
  readonly attributes?: readonly string[];
}

/** A secondary index. A local one shares the table's partition key. */
export interface IndexDefinition {
  readonly name: string;
  readonly kind: 'local' | 'global';
  /** Short number that prefixes its entries in the store; never used twice in one table. */
  readonly number: number;
  readonly key: KeyParts;
  readonly projection: IndexProjection;
  /** Of a global index of a table with provisioned throughput. */
  readonly throughput?: Throughput;
  readonly throughputChanges?: ThroughputChanges;
  readonly onDemandLimits?: OnDemandLimits;
  /** As a table's. */
  readonly warmThroughput?: Throughput;
  /** Set while entries for the items that the table already had are being added. */
  readonly backfilling?: boolean;
}

/**
 * A range of the partition-key hash and the log lane that its changes go to. `from` is the first value
 * of the hash's leading 32 bits that belongs to it; it ends where the next partition begins.
 */
export interface Partition {
  readonly from: number;
  readonly lane: string;
  /** What the next shard without a parent adds to its lane's positions to number its records. */
  readonly base: number;
}

export interface Throughput {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** When provisioned units were last raised and lowered, in epoch milliseconds. */
export interface ThroughputChanges {
  readonly increasedAt?: number;
  readonly decreasedAt?: number;
  /** How often they were lowered on the UTC day of `decreasedAt`. */
  readonly decreases?: number;
}

/** Most request units a second of a table or index on demand; what is absent has no bound. */
export interface OnDemandLimits {
  readonly readUnits?: number;
  readonly writeUnits?: number;
}

/** The stream that a table is writing to now. */
export interface EnabledStream {
  /** The stream's label, which with account, region and table name identifies it. */
  readonly label: string;
  readonly viewType: StreamViewType;
  /** Ids of its open shards, one a partition, in the order of the table's partitions. */
  readonly shards: readonly string[];
}

/** When items of the table expire, or that they no longer do. */
export interface TimeToLive {
  readonly enabled: boolean;
  /** The attribute that holds an item's expiry time, in seconds of the Unix epoch. */
  readonly attribute: string;
  /**
   * Prefixes its expiry entries in the store as an index's number does the index's, and comes from the
   * same counter; of the last time that it was enabled.
   */
  readonly number: number;
  /** Set while entries for the items that the table already had are being added. */
  readonly backfilling?: boolean;
  /** Epoch milliseconds. */
  readonly changedAt: number;
  /** ENABLING or DISABLING until then. */
  readonly settledAt: number;
}

/** A place in the log of one lane: behind the entry at `position`. */
export interface LanePosition {
  readonly lane: string;
  readonly position: number;
}

export interface PointInTimeRecovery {
  /** 1 to 35. */
  readonly periodDays: number;
  /** Epoch milliseconds: no earlier time can be restored. */
  readonly since: number;
  /** Heads of the table's lanes when it was enabled: entries up to them may lack their images. */
  readonly heads: readonly LanePosition[];
}

/** Where a restored table came from. */
export interface TableRestore {
  readonly sourceTableArn: string;
  readonly sourceBackupArn?: string;
  /** Epoch milliseconds: the moment whose items it got. */
  readonly time: number;
  /** Whether items are still being added; the table is CREATING until then. */
  readonly inProgress: boolean;
}

export interface TableDefinition {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** UUID, AWS's TableId. */
  readonly id: string;
  /** Short number that prefixes the table's keys in the store; never used twice. */
  readonly number: number;
  readonly key: KeySchema;
  readonly indexes: readonly IndexDefinition[];
  /** The highest number that an index or the time to live ever had; 0 before the first. */
  readonly lastIndexNumber: number;
  /** Ordered by `from`; the first one starts at 0. */
  readonly partitions: readonly Partition[];
  readonly billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput: Throughput;
  readonly throughputChanges?: ThroughputChanges;
  /** When the table last became PAY_PER_REQUEST, in epoch milliseconds; absent while it is so from the start. */
  readonly onDemandSince?: number;
  readonly onDemandLimits?: OnDemandLimits;
  /** Set where it is more than follows from the billing mode (model/warm-throughput.ts). */
  readonly warmThroughput?: Throughput;
  /** Set when the table is encrypted with a key of the account's. */
  readonly encryption?: { readonly keyArn: string };
  readonly tableClass?: string;
  /** Epoch milliseconds; absent while the class is the one that the table was created with. */
  readonly tableClassChangedAt?: number;
  readonly deletionProtection: boolean;
  readonly tags: { readonly [key: string]: string };
  /** Absent before the first change of it. */
  readonly timeToLive?: TimeToLive;
  readonly stream?: EnabledStream;
  /** Label of the newest stream that the table has had, enabled or not. */
  readonly latestStreamLabel?: string;
  /** Point-in-time recovery, while it is enabled: the log keeps both images of every change. */
  readonly recovery?: PointInTimeRecovery;
  /** Numbers of the snapshots that are being copied from the table; the log keeps both images meanwhile. */
  readonly copying?: readonly number[];
  /** Of a table that was restored. */
  readonly restored?: TableRestore;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The status now under way, and when it ends; ACTIVE once the clock has passed `until`. */
  readonly transition?: {
    readonly status: 'CREATING' | 'UPDATING' | 'DELETING';
    readonly until: number;
  };
}

export function partsOf({ partition, sort }: KeySchema): KeyParts {
  return { partition: [partition], sort: sort === undefined ? [] : [sort] };
}

/** The key attributes of the table and its indexes, which AttributeDefinitions lists: types by name. */
export function definedAttributes({
  key,
  indexes,
}: Pick<TableDefinition, 'key' | 'indexes'>): Map<string, KeyType> {
  const parts = [partsOf(key), ...indexes.map((index) => index.key)];
  return new Map(
    parts.flatMap(({ partition, sort }) =>
      [...partition, ...sort].map(({ name, type }) => [name, type] as const),
    ),
  );
}

/** Account and region: the namespace that a request's credential scope names. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

export function tableArn(table: Scope & { readonly name: string }): string {
  return `arn:aws:dynamodb:${table.region}:${table.account}:table/${table.name}`;
}
