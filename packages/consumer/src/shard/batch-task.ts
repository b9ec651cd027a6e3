// What taking a batch through the handler needs to know.

import type { Runtime } from '../clock.ts';
import type { ConsumerEvent } from '../events.ts';
import type { FailurePolicy } from '../failure-policy.ts';
import type { Handler } from '../handler.ts';
import type { StreamRecord } from '../source.ts';

export interface BatchTask<R extends StreamRecord> {
  readonly application: string;
  readonly stream: string;
  readonly shardId: string;
  readonly handler: Handler<R>;
  readonly policy: FailurePolicy<R>;
  readonly runtime: Runtime;
  /** Aborts when the lease is lost, or the consumer does not wait for the batch. */
  readonly signal: AbortSignal;
  /** Aborts when nothing is to be begun any more: what fails then is not tried again here. */
  readonly stopping: AbortSignal;
  /** Before each call of the handler: whether the lease is still this worker's. */
  mayProcess(): Promise<boolean>;
  /** The next `count` records of the batch are processed or given up. */
  onDone(count: number): void;
  onEvent(event: ConsumerEvent): void;
  onCall(isRetry: boolean): void;
}

/** Records that are handed out together, and how often they were. */
export interface Portion<R> {
  readonly records: readonly R[];
  readonly attempts: number;
  /** Calls in a row that did not begin with them. */
  readonly refusals: number;
}
