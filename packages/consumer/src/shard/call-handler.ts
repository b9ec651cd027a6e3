// One call of the handler, and what came of it.

import { NotStarted } from '../handler.ts';
import type { StreamRecord } from '../source.ts';
import type { BatchTask } from './batch-task.ts';

export type Outcome =
  | { readonly type: 'processed' }
  /** The records before the one at `at` are processed. */
  | { readonly type: 'failed'; readonly at: number; readonly error: unknown }
  | { readonly type: 'not-started'; readonly error: NotStarted };

export async function callHandler<R extends StreamRecord>(
  records: readonly R[],
  attempt: number,
  { application, stream, shardId, handler, signal }: BatchTask<R>,
): Promise<Outcome> {
  try {
    const answer = await handler({ shardId, records }, { application, stream, attempt, signal });
    if (answer?.firstFailed === undefined) return { type: 'processed' };
    return failureAt(records, answer.firstFailed, answer.error ?? answer);
  } catch (error) {
    if (error instanceof NotStarted) return { type: 'not-started', error };
    return failureAt(records, firstFailedOf(error), error);
  }
}

function failureAt(
  records: readonly StreamRecord[],
  firstFailed: string | undefined,
  error: unknown,
): Outcome {
  if (firstFailed === undefined) return { type: 'failed', at: 0, error };
  const at = records.findIndex(({ sequenceNumber }) => sequenceNumber === firstFailed);
  if (at >= 0) return { type: 'failed', at, error };
  const message = `The handler named ${firstFailed} as the first record that failed, which is not in the batch: all of it is handed out again.`;
  return { type: 'failed', at: 0, error: new Error(message, { cause: error }) };
}

function firstFailedOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('firstFailed' in error)) return undefined;
  return typeof error.firstFailed === 'string' ? error.firstFailed : undefined;
}
