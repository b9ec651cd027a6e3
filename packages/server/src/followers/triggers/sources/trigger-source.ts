// What a trigger reads: a stream inside of this server, as the consumer library wants it, with records that
// are ready to be put into a function's event. There is one for each kind of stream.

import type { Source, StreamRecord } from '@headwater/consumer';
import type { EventSourceMapping } from '../../../lambda/mappings/event-source-mapping.ts';
import type { Store } from '../../../store/store.ts';

export interface TriggerRecord extends StreamRecord {
  /** One element of the event's `Records`, as UTF-8. */
  readonly raw: Uint8Array;
}

/** What filter patterns are matched against. */
export interface Filterable {
  readonly value: unknown;
  /** A member that cannot be read, and so is not there: no pattern that says something of it matches. */
  readonly unreadable?: string;
}

/** What a shard has behind a place. */
export interface ShardRest {
  readonly records: number;
  /** When the first of them was written, in epoch milliseconds; absent when there is none. */
  readonly oldest?: number;
}

/**
 * `name` is the stream's ARN. A place is the number of records of the shard's lane up to a record; an iterator is
 * the place behind which it reads, in decimal, so that it is exact, never expires and can be kept.
 */
export interface TriggerSource extends Source<TriggerRecord> {
  readonly kind: 'dynamodb' | 'kinesis';
  filterable(record: TriggerRecord): Filterable;
  /** Undefined when the shard is gone, or when it has no such sequence number. */
  placeOf(shardId: string, sequenceNumber: string): Promise<number | undefined>;
  /** Undefined when the shard is gone. */
  restOf(shardId: string, place: number): Promise<ShardRest | undefined>;
  /** Undefined when it is gone. */
  recordAt(shardId: string, place: number): Promise<TriggerRecord | undefined>;
}

/** Opens the source of a mapping; undefined for a stream of another kind. @throws StreamNotFound */
export type OpenSource = (
  mapping: EventSourceMapping,
  store: Store,
) => Promise<TriggerSource | undefined>;
