// What the consumer says while it runs. Nothing is lost silently: each of these is an event.

import type { DeadLetter } from './failure-policy.ts';
import type { StreamRecord } from './source.ts';
import type { SourceError } from './source-error.ts';

export type ConsumerEvent =
  | { readonly type: 'started'; readonly worker: string }
  /** With the `reason` that `done` resolves with, or the `error` that it rejects with. */
  | {
      readonly type: 'ended';
      readonly worker: string;
      readonly reason?: EndReason;
      readonly error?: unknown;
    }
  /** Leases for shards that may be read now. */
  | { readonly type: 'shards-found'; readonly shardIds: readonly string[] }
  | {
      readonly type: 'lease-taken';
      readonly shardId: string;
      readonly from: 'free' | 'expired' | 'handed-over';
    }
  /** This worker wants a shard of a busier one. */
  | { readonly type: 'lease-asked'; readonly shardId: string; readonly owner: string }
  | { readonly type: 'lease-released'; readonly shardId: string; readonly to?: string }
  /** Another worker has the shard: what is in the handler now is handed out there again. */
  | { readonly type: 'lease-lost'; readonly shardId: string }
  | {
      readonly type: 'shard-finished';
      readonly shardId: string;
      readonly reason: 'end' | 'range' | 'gone';
    }
  | Gap
  /** Records of one page that the filter rejected: at least one, in order. */
  | {
      readonly type: 'records-filtered';
      readonly shardId: string;
      readonly records: readonly StreamRecord[];
    }
  /** A call to the source failed; it is made again after `retryInMs`. */
  | {
      readonly type: 'source-error';
      /** Absent when the shards were listed. */
      readonly shardId?: string;
      readonly error: SourceError;
      readonly retryInMs: number;
    }
  /** A call to the lease store failed; it is made again. */
  | { readonly type: 'store-error'; readonly shardId?: string; readonly error: unknown }
  /**
   * The handler failed; it is called again with these records after `retryInMs`. When `bisected`, as new batches: in
   * halves, or whole when records before them were processed.
   */
  | {
      readonly type: 'batch-failed';
      readonly shardId: string;
      readonly records: number;
      readonly firstFailed: string;
      readonly attempt: number;
      readonly error: unknown;
      readonly bisected: boolean;
      readonly retryInMs: number;
    }
  /** The handler could not begin; it is called again with these records after `retryInMs`. */
  | {
      readonly type: 'batch-not-started';
      readonly shardId: string;
      readonly records: number;
      /** Sequence number of its first record. */
      readonly first: string;
      /** Which attempt it would have been. */
      readonly attempt: number;
      readonly error: unknown;
      readonly retryInMs: number;
    }
  /** `onWatermark` failed; it is called again after `retryInMs`. */
  | {
      readonly type: 'watermark-failed';
      readonly shardId: string;
      readonly time: number;
      readonly isFinal: boolean;
      readonly attempt: number;
      readonly error: unknown;
      readonly retryInMs: number;
    }
  /** Records were given up by the failure policy, and what was done with them. */
  | {
      readonly type: 'given-up';
      readonly letter: DeadLetter;
      readonly outcome: 'stopped' | 'skipped' | 'dead-lettered';
    }
  | { readonly type: 'dead-letter-failed'; readonly letter: DeadLetter; readonly error: unknown };

/**
 * Records were trimmed before they were read, so that some between these two may be lost. Whether there
 * were any, nobody can tell: sequence numbers have gaps.
 */
export interface Gap {
  readonly type: 'gap';
  readonly shardId: string;
  /** The last that was read; absent when nothing of the shard was. `time` in milliseconds, if known. */
  readonly after?: { readonly sequenceNumber: string; readonly time?: number };
  /** The first that was read again; absent when the shard has no record (any more). */
  readonly before?: { readonly sequenceNumber: string; readonly time: number };
  /** Whether the shard itself is gone. */
  readonly shardGone: boolean;
}

/** Stopped by `stop`, at the end of a stream that was disabled, or at the end of what was to be replayed. */
export type EndReason = 'stopped' | 'stream-ended' | 'replayed';

export type EventOf<Type extends ConsumerEvent['type']> = Extract<ConsumerEvent, { type: Type }>;
