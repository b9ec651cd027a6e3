// What the model (model.ts) is made of.

import { createHash } from 'node:crypto';

export type Item = Readonly<Record<string, { readonly S: string } | { readonly N: string }>>;
export type ViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** `refused` is the kind of a refusal, or `invalid`. */
export type Answer<T> = { readonly value: T } | { readonly refused: string };

export interface Change {
  readonly key: string;
  /** Undefined deletes. */
  readonly after: Item | undefined;
}

export interface ModelRecord {
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly time: number;
  readonly number: string;
  readonly byTimeToLive: boolean;
}

export interface ModelShard {
  id?: string;
  readonly parent: ModelShard | undefined;
  readonly lane: number;
  readonly start: string;
  end?: string;
  readonly openedAt: number;
  closedAt?: number;
  /** All that it ever had. */
  readonly records: ModelRecord[];
  /** So many of them are gone. */
  trimmed: number;
  /** How often its iterators were made to expire. */
  expiries: number;
  isGone: boolean;
}

export interface ModelStream {
  readonly arn: string;
  readonly viewType: ViewType;
  /** All that it ever had, in the order of their opening. */
  readonly shards: ModelShard[];
  isEnabled: boolean;
  retentionMs?: number;
  isGone: boolean;
}

export interface ModelIterator {
  readonly stream: ModelStream;
  readonly shard: ModelShard;
  /** So many of the shard's records lie behind it. */
  readonly position: number;
  readonly issuedAt: number;
  readonly expiries: number;
}

export interface Partition {
  /** Of the leading 32 bits of the key's MD5. */
  readonly from: number;
  readonly to: number;
  readonly lane: number;
  /** The last place that its numbers have used: openings of shards and logged changes take one each. */
  place: number;
  shard?: ModelShard;
}

export interface Table {
  readonly items: Map<string, Item>;
  partitions: Partition[];
  stream: ModelStream | undefined;
  retentionMs: number | undefined;
  hasTimeToLive: boolean;
  hasRecovery: boolean;
}

export type Position =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'LATEST' }
  | {
      readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER';
      readonly sequenceNumber: string;
    };

export function lastNumber(shard: ModelShard): string {
  return shard.records.at(-1)?.number ?? shard.start;
}

/** The same text for items that are the same, by value; empty for none. */
export function printed(item: Item | undefined): string {
  return item === undefined
    ? ''
    : JSON.stringify(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Milliseconds; Infinity when it never is. */
export function dueAt(item: Item): number {
  const due = item['due'];
  return due !== undefined && 'N' in due ? Number(due.N) * 1000 : Infinity;
}

export function isNumber(text: string): boolean {
  return /^1\d{20}$/.test(text);
}

export function numberAt({ place, lane }: Partition): string {
  return `1${String(place).padStart(14, '0')}${String(lane).padStart(6, '0')}`;
}

/** Of a partition key: its type and its text. */
export function hashOf(key: string): number {
  return createHash('md5').update(`S${key}`).digest().readUInt32BE(0);
}
