// Takes a batch through the handler until all of it is processed or given up, as the failure policy says.

import { backOffMs } from '../back-off.ts';
import type { Runtime } from '../clock.ts';
import type { ConsumerEvent } from '../events.ts';
import { type DeadLetter, type FailurePolicy, GivenUp } from '../failure-policy.ts';
import type { Handler } from '../handler.ts';
import { rest } from '../rest.ts';
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
interface Portion<R> {
  readonly records: readonly R[];
  readonly attempts: number;
}

type Outcome = { readonly failedAt: number; readonly error: unknown } | undefined;

const usualBackOff = { baseMs: 100, maxMs: 30_000 };

/**
 * Whether the whole batch is done; otherwise the lease is lost or the consumer stops, and the rest of it is
 * handed out again elsewhere. @throws GivenUp when the policy says `stop`
 */
export async function processBatch<R extends StreamRecord>(
  records: readonly R[],
  task: BatchTask<R>,
): Promise<boolean> {
  // The last is the next: a batch is worked off from its front.
  const portions: Portion<R>[] = [{ records, attempts: 0 }];
  for (let next = portions.pop(); next !== undefined; next = portions.pop()) {
    const portion = ageing(next, portions, task);
    const isTooOld = isOld(portion.records[0] as R, task);
    if (!isTooOld && !(await task.mayProcess())) return false;
    if (isTooOld) {
      if (!(await giveUp(portion, { reason: 'age', error: undefined }, task))) return false;
      continue;
    }
    const attempts = portion.attempts + 1;
    task.onCall(portion.attempts > 0);
    const failure = await attempt(portion.records, attempts, task);
    // What a handler does after it lost the lease counts for nothing, whatever it says.
    if (task.signal.aborted) return false;
    if (failure === undefined) {
      task.onDone(portion.records.length);
      continue;
    }
    if (failure.failedAt > 0) task.onDone(failure.failedAt);
    const rest = portion.records.slice(failure.failedAt);
    const failed = { records: rest, attempts: failure.failedAt > 0 ? 1 : attempts };
    if (!(await afterFailure(failed, failure.error, { portions, task }))) return false;
  }
  return true;
}

/** Puts what to do next with a failed portion on the pile. False when the signal ended the waiting. */
async function afterFailure<R extends StreamRecord>(
  failed: Portion<R>,
  error: unknown,
  { portions, task }: { readonly portions: Portion<R>[]; readonly task: BatchTask<R> },
): Promise<boolean> {
  const { policy, runtime, stopping, shardId, onEvent } = task;
  const { records, attempts } = failed;
  const bisected = policy.bisect === true && records.length > 1;
  const isLast = !bisected && attempts >= (policy.maxAttempts ?? Infinity);
  const pause =
    bisected || isLast ? 0 : backOffMs(attempts, policy.backOff ?? usualBackOff, runtime);
  onEvent({
    type: 'batch-failed',
    shardId,
    records: records.length,
    firstFailed: (records[0] as R).sequenceNumber,
    attempt: attempts,
    error,
    bisected,
    retryInMs: pause,
  });
  // Where it goes on, the records get all their attempts again.
  if (stopping.aborted) return false;
  if (isLast) return giveUp(failed, { reason: 'attempts', error }, task);
  if (bisected) {
    // Halves are new batches: only records that fail alone use their attempts up.
    const middle = Math.ceil(records.length / 2);
    portions.push({ records: records.slice(middle), attempts: 0 });
    portions.push({ records: records.slice(0, middle), attempts: 0 });
    return true;
  }
  portions.push(failed);
  await rest(runtime.clock, pause, { signal: stopping });
  return !stopping.aborted;
}

async function attempt<R extends StreamRecord>(
  records: readonly R[],
  attempts: number,
  { application, stream, shardId, handler, signal }: BatchTask<R>,
): Promise<Outcome> {
  try {
    const answer = await handler(
      { shardId, records },
      { application, stream, attempt: attempts, signal },
    );
    if (answer?.firstFailed === undefined) return undefined;
    return failureAt(records, answer.firstFailed, answer.error ?? answer);
  } catch (error) {
    return failureAt(records, firstFailedOf(error), error);
  }
}

function failureAt(
  records: readonly StreamRecord[],
  firstFailed: string | undefined,
  error: unknown,
): Outcome {
  if (firstFailed === undefined) return { failedAt: 0, error };
  const failedAt = records.findIndex(({ sequenceNumber }) => sequenceNumber === firstFailed);
  if (failedAt >= 0) return { failedAt, error };
  const message = `The handler named ${firstFailed} as the first record that failed, which is not in the batch: all of it is handed out again.`;
  return { failedAt: 0, error: new Error(message, { cause: error }) };
}

function firstFailedOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('firstFailed' in error)) return undefined;
  return typeof error.firstFailed === 'string' ? error.firstFailed : undefined;
}

/** The leading records that are all too old, or all not; the others go back on the pile. */
function ageing<R extends StreamRecord>(
  portion: Portion<R>,
  portions: Portion<R>[],
  task: BatchTask<R>,
): Portion<R> {
  if (task.policy.maxAgeMs === undefined) return portion;
  const { records, attempts } = portion;
  const first = isOld(records[0] as R, task);
  const end = records.findIndex((record) => isOld(record, task) !== first);
  if (end < 0) return portion;
  portions.push({ records: records.slice(end), attempts });
  return { records: records.slice(0, end), attempts };
}

function isOld({ time }: StreamRecord, { policy, runtime }: BatchTask<never>): boolean {
  return policy.maxAgeMs !== undefined && runtime.clock.now() - time > policy.maxAgeMs;
}

/** Whether the records are out of the way. @throws GivenUp */
async function giveUp<R extends StreamRecord>(
  { records, attempts }: Portion<R>,
  why: Pick<DeadLetter, 'reason' | 'error'>,
  task: BatchTask<R>,
): Promise<boolean> {
  const { policy, onEvent } = task;
  const letter = letterOf(records, { attempts, ...why }, task);
  const { onGivenUp = 'stop' } = policy;
  if (onGivenUp === 'stop') {
    onEvent({ type: 'given-up', letter, outcome: 'stopped' });
    throw new GivenUp(letter);
  }
  if (onGivenUp !== 'skip' && !(await deliver(letter, onGivenUp, task))) return false;
  const outcome = onGivenUp === 'skip' ? 'skipped' : 'dead-lettered';
  onEvent({ type: 'given-up', letter, outcome });
  task.onDone(records.length);
  return true;
}

function letterOf<R extends StreamRecord>(
  records: readonly R[],
  { attempts, reason, error }: Pick<DeadLetter, 'attempts' | 'reason' | 'error'>,
  { application, stream, shardId, runtime }: BatchTask<R>,
): DeadLetter<R> {
  const range = {
    shardId,
    from: (records[0] as R).sequenceNumber,
    to: (records.at(-1) as R).sequenceNumber,
  };
  const time = runtime.clock.now();
  return {
    application,
    stream,
    range,
    records,
    reason,
    attempts,
    time,
    ...(error === undefined ? {} : { error }),
  };
}

/** Until it succeeds: with a letter lost, its records would be. */
async function deliver<R extends StreamRecord>(
  letter: DeadLetter<R>,
  send: (letter: DeadLetter<R>) => Promise<void> | void,
  { signal, stopping, runtime, policy, onEvent, mayProcess }: BatchTask<R>,
): Promise<boolean> {
  for (let failures = 1; await mayProcess(); failures += 1) {
    try {
      await send(letter);
      return !signal.aborted;
    } catch (error) {
      onEvent({ type: 'dead-letter-failed', letter, error });
      await rest(runtime.clock, backOffMs(failures, policy.backOff ?? usualBackOff, runtime), {
        signal: stopping,
      });
      if (stopping.aborted) return false;
    }
  }
  return false;
}
