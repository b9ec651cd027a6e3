// What the user's code gets, and what it may answer.

import type { StreamRecord } from './source.ts';

/** Records of one shard, in the order of the shard. */
export interface Batch<R extends StreamRecord = StreamRecord> {
  readonly shardId: string;
  /** At least one. */
  readonly records: readonly R[];
}

export interface HandlerContext {
  readonly application: string;
  /** The source's name. */
  readonly stream: string;
  /** 1 for the first attempt with these records. */
  readonly attempt: number;
  /** Aborts when the lease is lost or the consumer stops without waiting: what is done then is done again. */
  readonly signal: AbortSignal;
}

/** From the record with this sequence number on, the batch failed; what is before it is processed. */
export interface PartialFailure {
  readonly firstFailed: string;
  readonly error?: unknown;
}

/**
 * Returns when all records are processed. A batch that it throws at was not processed, and is handed out
 * again by the failure policy; one that it answers with `firstFailed`, or throws `BatchFailed` at, from that
 * record on. One that it throws `NotStarted` at was not attempted.
 */
export type Handler<R extends StreamRecord = StreamRecord> = (
  batch: Batch<R>,
  context: HandlerContext,
) => Promise<void | PartialFailure> | void | PartialFailure;

/** Thrown by a handler to say how far it got. */
export class BatchFailed extends Error implements PartialFailure {
  override readonly name = 'BatchFailed';
  /** The sequence number of the first record that was not processed. */
  readonly firstFailed: string;

  constructor(firstFailed: string, options?: ErrorOptions) {
    super(`The batch failed at the record ${firstFailed}.`, options);
    this.firstFailed = firstFailed;
  }
}

/**
 * Thrown by a handler that could not begin: what it needs is busy or away, and no record was touched. The batch is
 * handed out again with back-off, as it is, and counts no attempt; `maxAgeMs` alone may end that.
 */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';

  constructor(message = 'The handler could not begin with the batch.', options?: ErrorOptions) {
    super(message, options);
  }
}
