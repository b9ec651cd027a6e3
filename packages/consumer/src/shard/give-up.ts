// What becomes of records that the failure policy gives up: a dead letter, or the end of the consumer.

import { backOffMs } from '../back-off.ts';
import { type DeadLetter, GivenUp, usualBackOff } from '../failure-policy.ts';
import { rest } from '../rest.ts';
import type { StreamRecord } from '../source.ts';
import type { BatchTask, Portion } from './batch-task.ts';

/** Whether the records are out of the way. @throws GivenUp */
export async function giveUp<R extends StreamRecord>(
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
