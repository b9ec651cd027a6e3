// Takes a batch through the handler until all of it is processed or given up, as the failure policy says.

import { backOffMs } from '../back-off.ts';
import { usualBackOff } from '../failure-policy.ts';
import { rest } from '../rest.ts';
import type { StreamRecord } from '../source.ts';
import type { BatchTask, Portion } from './batch-task.ts';
import { callHandler } from './call-handler.ts';
import { giveUp } from './give-up.ts';

/**
 * Whether the whole batch is done; otherwise the lease is lost or the consumer stops, and the rest of it is
 * handed out again elsewhere. @throws GivenUp when the policy says `stop`
 */
export async function processBatch<R extends StreamRecord>(
  records: readonly R[],
  task: BatchTask<R>,
): Promise<boolean> {
  // The last is the next: a batch is worked off from its front.
  const portions: Portion<R>[] = [{ records, attempts: 0, refusals: 0 }];
  for (let next = portions.pop(); next !== undefined; next = portions.pop()) {
    const portion = ageing(next, portions, task);
    const isTooOld = isOld(portion.records[0] as R, task);
    if (!isTooOld && !(await task.mayProcess())) return false;
    const goesOn = isTooOld
      ? await giveUp(portion, { reason: 'age', error: undefined }, task)
      : await handOut(portion, portions, task);
    if (!goesOn) return false;
  }
  return true;
}

/** Calls the handler, and puts what is left to do on the pile. False when nothing more is to be done here. */
async function handOut<R extends StreamRecord>(
  portion: Portion<R>,
  portions: Portion<R>[],
  task: BatchTask<R>,
): Promise<boolean> {
  const { records } = portion;
  const attempts = portion.attempts + 1;
  task.onCall(portion.attempts > 0);
  const outcome = await callHandler(records, attempts, task);
  // What a handler does after it lost the lease counts for nothing, whatever it says.
  if (task.signal.aborted) return false;
  switch (outcome.type) {
    case 'processed':
      task.onDone(records.length);
      return true;
    case 'not-started':
      portions.push({ ...portion, refusals: portion.refusals + 1 });
      return afterRefusal(portion, outcome.error, task);
    case 'failed': {
      const { at, error } = outcome;
      if (at > 0) task.onDone(at);
      const failed = { records: records.slice(at), attempts, refusals: 0 };
      return afterFailure(failed, error, { wasCut: at > 0, portions, task });
    }
  }
}

/** Waits, as nothing was tried. False when the signal ended the waiting. */
async function afterRefusal<R extends StreamRecord>(
  { records, attempts, refusals }: Portion<R>,
  error: unknown,
  { policy, runtime, stopping, shardId, onEvent }: BatchTask<R>,
): Promise<boolean> {
  const retryInMs = backOffMs(refusals + 1, policy.backOff ?? usualBackOff, runtime);
  onEvent({
    type: 'batch-not-started',
    shardId,
    records: records.length,
    first: (records[0] as R).sequenceNumber,
    attempt: attempts + 1,
    error,
    retryInMs,
  });
  await rest(runtime.clock, retryInMs, { signal: stopping });
  return !stopping.aborted;
}

/** Puts what to do next with a failed portion on the pile. False when the signal ended the waiting. */
async function afterFailure<R extends StreamRecord>(
  failed: Portion<R>,
  error: unknown,
  about: {
    /** Records before it were processed. */
    readonly wasCut: boolean;
    readonly portions: Portion<R>[];
    readonly task: BatchTask<R>;
  },
): Promise<boolean> {
  const { wasCut, portions, task } = about;
  const { policy, runtime, stopping, shardId, onEvent } = task;
  const { records } = failed;
  // What is left of a batch is a new one: these records alone were not handed out yet.
  const attempts = wasCut ? 0 : failed.attempts;
  const bisected = policy.bisect === true && (wasCut || records.length > 1);
  const isLast = !bisected && attempts >= (policy.maxAttempts ?? Infinity);
  const pause =
    bisected || isLast
      ? 0
      : backOffMs(Math.max(1, attempts), policy.backOff ?? usualBackOff, runtime);
  onEvent({
    type: 'batch-failed',
    shardId,
    records: records.length,
    firstFailed: (records[0] as R).sequenceNumber,
    attempt: failed.attempts,
    error,
    bisected,
    retryInMs: pause,
  });
  // Where it goes on, the records get all their attempts again.
  if (stopping.aborted) return false;
  if (isLast) return giveUp(failed, { reason: 'attempts', error }, task);
  if (bisected) {
    // What was cut is a new batch: only records that fail alone use their attempts up.
    const cuts = wasCut ? [records] : halves(records);
    for (const cut of cuts.toReversed()) portions.push({ records: cut, attempts: 0, refusals: 0 });
    return true;
  }
  portions.push({ ...failed, attempts });
  await rest(runtime.clock, pause, { signal: stopping });
  return !stopping.aborted;
}

function halves<T>(records: readonly T[]): (readonly T[])[] {
  const middle = Math.ceil(records.length / 2);
  return [records.slice(0, middle), records.slice(middle)];
}

/** The leading records that are all too old, or all not; the others go back on the pile. */
function ageing<R extends StreamRecord>(
  portion: Portion<R>,
  portions: Portion<R>[],
  task: BatchTask<R>,
): Portion<R> {
  if (task.policy.maxAgeMs === undefined) return portion;
  const { records } = portion;
  const first = isOld(records[0] as R, task);
  const end = records.findIndex((record) => isOld(record, task) !== first);
  if (end < 0) return portion;
  portions.push({ ...portion, records: records.slice(end) });
  return { ...portion, records: records.slice(0, end) };
}

function isOld({ time }: StreamRecord, { policy, runtime }: BatchTask<never>): boolean {
  return policy.maxAgeMs !== undefined && runtime.clock.now() - time > policy.maxAgeMs;
}
