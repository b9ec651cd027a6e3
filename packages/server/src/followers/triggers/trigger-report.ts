// What a trigger tells of itself: where it stands, what it counted, and what became of a record in it. It is
// kept in memory and bounded: batches from before the server's start, or from long ago, are not remembered.

/** Records of one shard in its order, both ends included. */
export interface BatchRange {
  readonly from: string;
  readonly to: string;
  readonly size: number;
}

export interface TriggerReport {
  readonly uuid: string;
  /** `ended`: the stream is disabled or gone, and all that it had is processed. */
  readonly status: 'running' | 'ended' | 'stopped';
  /** As EventSourceMapping has it. */
  readonly lastProcessingResult: string;
  /** Of all shards. */
  readonly lagRecords: number;
  /** The oldest record that is not processed: how long ago it was written, in milliseconds; 0 for none. */
  readonly lagMs: number;
  readonly counts: TriggerCounts;
  /** Parents before children. */
  readonly shards: readonly ShardReport[];
}

export interface ShardReport {
  readonly shardId: string;
  /** `waiting`: its parents come first. */
  readonly phase: 'waiting' | 'idle' | 'reading' | 'working' | 'finished' | 'stopped';
  /** Everything up to this record is processed, filtered or given up; absent before the first. */
  readonly position?: string;
  /** Records behind the position. */
  readonly lagRecords: number;
  /** As in TriggerReport. */
  readonly lagMs: number;
  readonly batches: readonly BatchReport[];
  /** While the shard's records are gathered in tumbling windows. */
  readonly window?: {
    /** Epoch milliseconds. */
    readonly start: number;
    readonly end: number;
    readonly stateBytes: number;
    /** Why its last invocation failed, and when it is repeated. */
    readonly problem?: string;
    readonly nextAttemptAt?: number;
  };
  /** The newest of the shard. */
  readonly lastInvocation?: InvocationReport;
}

/** A batch that is neither processed nor given up. */
export interface BatchReport extends BatchRange {
  readonly state: 'invoking' | 'backing-off' | 'delivering';
  /** Invocations with just these records, the one under way included. */
  readonly attempts: number;
  /** Why the last one failed, or the last delivery. */
  readonly problem?: string;
  /** Of `backing-off`: epoch milliseconds. */
  readonly nextAttemptAt?: number;
}

/**
 * - `ok`: all records processed; `partial`: those before `firstFailed`.
 * - `error`: the function failed, timed out, or answered what no trigger understands.
 * - `throttled`, `not-run`: the function did not run, and the attempt does not count.
 */
export type InvocationOutcome = 'ok' | 'partial' | 'error' | 'throttled' | 'not-run';

export interface InvocationReport {
  readonly requestId: string;
  /** When it began: epoch milliseconds. */
  readonly at: number;
  readonly durationMs: number;
  /** 1 for the first with just these records. */
  readonly attempt: number;
  readonly batch: BatchRange;
  readonly outcome: InvocationOutcome;
  /** Of `partial`: a sequence number. */
  readonly firstFailed?: string;
  /** What went wrong, in words. */
  readonly problem?: string;
}

/** Of one record, all times in epoch milliseconds. */
export type RecordStep =
  /** No pattern matched; they are in the order of the mapping's filters. */
  | { readonly type: 'filtered'; readonly patterns: readonly string[] }
  | ({ readonly type: 'invoked' } & InvocationReport)
  /** It is in an invocation that has not answered. */
  | {
      readonly type: 'invoking';
      readonly requestId: string;
      readonly at: number;
      readonly attempt: number;
      readonly batch: BatchRange;
    }
  /** The batch failed and is handed out again, in two parts when it was cut. */
  | {
      readonly type: 'retried';
      readonly at: number;
      readonly nextAttemptAt: number;
      readonly isCut: boolean;
    }
  | {
      readonly type: 'given-up';
      readonly at: number;
      readonly reason: 'attempts' | 'age';
      readonly invokeCount: number;
      readonly batch: BatchRange;
    }
  | { readonly type: 'delivered'; readonly at: number; readonly destination: string }
  | {
      readonly type: 'delivery-failed';
      readonly at: number;
      readonly destination: string;
      readonly problem: string;
      /** Absent when it is not tried again. */
      readonly nextAttemptAt?: number;
    }
  /** There was nowhere to send it. */
  | { readonly type: 'discarded'; readonly at: number };

/**
 * - `before-start`: it was written before the mapping's starting position.
 * - `waiting`: the mapping has not come to it.
 * - `in-work`: read, and neither processed nor given up.
 * - `passed`: behind the position, and what became of it is not remembered.
 */
export type RecordStatus =
  | 'before-start'
  | 'waiting'
  | 'in-work'
  | 'filtered'
  | 'processed'
  | 'given-up'
  | 'passed';

export interface RecordAccount {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly status: RecordStatus;
  /** Oldest first. */
  readonly steps: readonly RecordStep[];
}

/** Since the server's start, or since the mapping was made. */
export interface TriggerCounts {
  readonly recordsRead: number;
  readonly recordsFiltered: number;
  readonly recordsProcessed: number;
  /** Given up, and delivered to a destination. */
  readonly recordsDelivered: number;
  /** Given up without a destination. */
  readonly recordsDropped: number;
  /** Functions that ran, whatever they answered. */
  readonly invocations: number;
  /** Of these, those that failed, `partial` ones not included. */
  readonly errors: number;
  readonly throttles: number;
  /** Invocations with records that had been handed out before. */
  readonly retries: number;
  readonly deliveryErrors: number;
}

export interface TriggerMetrics {
  readonly uuid: string;
  readonly counts: TriggerCounts;
  /** AWS's IteratorAge: how old the last record of the newest batch was when its invocation ended. */
  readonly iteratorAgeMs?: number;
  /** From the commit of a batch's oldest record to the first invocation with it. */
  readonly latency: Histogram;
}

export interface Histogram {
  /** Upper ends in seconds, ascending; above the last of them lies one bucket more. */
  readonly bounds: readonly number[];
  /** Of each bucket by itself. */
  readonly counts: readonly number[];
  /** In seconds. */
  readonly sum: number;
}
