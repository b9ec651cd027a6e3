// What the log offers to the DynamoDB Streams API. `open-stream-log.ts` builds it on a store.

import type { Scope } from '../model/table.ts';
import type { PageRead } from './read-journal.ts';
import type { ShardDefinition, StreamDefinition } from '../model/stream.ts';

export type StreamStatus = 'ENABLING' | 'ENABLED' | 'DISABLING' | 'DISABLED';

export type IteratorPosition =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'LATEST' }
  | { readonly type: 'AT_SEQUENCE_NUMBER'; readonly sequenceNumber: string }
  | { readonly type: 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: string };

export interface ShardView {
  readonly definition: ShardDefinition;
  readonly startingSequenceNumber: string;
  /** Absent while the shard is open. */
  readonly endingSequenceNumber?: string;
}

export interface StreamView {
  readonly definition: StreamDefinition;
  readonly status: StreamStatus;
  readonly shards: readonly ShardView[];
  /** Whether shards follow the last one of this page. */
  readonly more: boolean;
}

/**
 * Rejects with Refused (stream-not-found, shard-not-found, trimmed, iterator-expired), with InvalidInput
 * for an ARN or iterator that is not one, or with StoreUnavailable.
 */
export interface StreamLog {
  listStreams(
    scope: Scope,
    page: { readonly table?: string; readonly afterArn?: string; readonly limit: number },
  ): Promise<{ readonly streams: readonly StreamDefinition[]; readonly more: boolean }>;

  describeStream(
    scope: Scope,
    arn: string,
    page: { readonly afterShard?: string; readonly childrenOf?: string; readonly limit: number },
  ): Promise<StreamView>;

  shardIterator(
    scope: Scope,
    request: { readonly arn: string; readonly shard: string; readonly position: IteratorPosition },
  ): Promise<string>;

  /** `records` is the JSON array of the answer, as UTF-8. */
  records(
    scope: Scope,
    request: {
      readonly iterator: string;
      readonly limit: number;
      /** Who asks, for `readsOf`. */
      readonly caller?: string;
    },
  ): Promise<{ readonly records: Uint8Array; readonly nextIterator?: string }>;
  /**
   * Resolves as soon as reading from the iterator would not bring an empty page of an open shard: there is a record,
   * the shard has ended, or the iterator is no longer good. Resolves at the signal, too. Of any scope: who has the
   * iterator was given it.
   */
  awaitRecords(request: { readonly iterator: string; readonly signal: AbortSignal }): Promise<void>;
  /** Pages that held a record, oldest first, as far back as is remembered since the start. */
  readsOf(record: {
    readonly arn: string;
    readonly shard: string;
    readonly position: number;
  }): readonly PageRead[];
}
