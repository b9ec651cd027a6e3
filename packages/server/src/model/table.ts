// What a table is: the definition that the catalog stores and every operation reads.

import type { StreamViewType } from './stream.ts';

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

/**
 * A range of the partition-key hash and the log lane that its changes go to. `from` is the first value
 * of the hash's leading 32 bits that belongs to it; it ends where the next partition begins.
 */
export interface Partition {
  readonly from: number;
  readonly lane: string;
}

export interface Throughput {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** The stream that a table is writing to now. */
export interface EnabledStream {
  /** The stream's label, which with account, region and table name identifies it. */
  readonly label: string;
  readonly viewType: StreamViewType;
  /** Ids of its open shards, one a partition, in the order of the table's partitions. */
  readonly shards: readonly string[];
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
  /** Ordered by `from`; the first one starts at 0. */
  readonly partitions: readonly Partition[];
  readonly billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput: Throughput;
  readonly tableClass?: string;
  readonly deletionProtection: boolean;
  readonly tags: { readonly [key: string]: string };
  readonly stream?: EnabledStream;
  /** Label of the newest stream that the table has had, enabled or not. */
  readonly latestStreamLabel?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The status now under way, and when it ends; ACTIVE once the clock has passed `until`. */
  readonly transition?: {
    readonly status: 'CREATING' | 'UPDATING' | 'DELETING';
    readonly until: number;
  };
}

/** Account and region: the namespace that a request's credential scope names. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

export function tableArn(table: Scope & { readonly name: string }): string {
  return `arn:aws:dynamodb:${table.region}:${table.account}:table/${table.name}`;
}
