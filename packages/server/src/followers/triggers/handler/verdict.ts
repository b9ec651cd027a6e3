// What an invocation means for its batch.

import { NotStarted, type PartialFailure } from '@headwater/consumer';
import { batchAnswer } from './batch-answer.ts';
import { FailedCall } from './failed-call.ts';
import type { CallOutcome, FailureResponse } from './function-caller.ts';

export type Verdict =
  | { readonly type: 'ok' }
  | {
      readonly type: 'partial';
      readonly firstFailed: string;
      readonly problem: string;
      readonly response: FailureResponse;
    }
  | { readonly type: 'error'; readonly problem: string; readonly response?: FailureResponse }
  | { readonly type: 'throttled' | 'not-run'; readonly problem: string };

/** `numbers` are the batch's; without them, the function does not report which records failed. */
export function verdictOf(outcome: CallOutcome, numbers: readonly string[] | undefined): Verdict {
  if (outcome.type !== 'answered') return outcome;
  if (numbers === undefined) return { type: 'ok' };
  const { answer, response } = outcome;
  const said = batchAnswer(answer, numbers);
  if (said.type === 'ok') return said;
  if (said.type === 'failed') return { type: 'error', problem: said.problem, response };
  const { firstFailed } = said;
  const problem = `The function reported that ${firstFailed} failed.`;
  return { type: 'partial', firstFailed, problem, response };
}

/** In the words of the consumer library. @throws NotStarted, FailedCall */
export function asHandled(verdict: Verdict, requestId: string): PartialFailure | undefined {
  switch (verdict.type) {
    case 'ok':
      return undefined;
    case 'partial': {
      const { firstFailed, problem, response } = verdict;
      return { firstFailed, error: new FailedCall(problem, { requestId, response }) };
    }
    case 'error': {
      const { problem, response } = verdict;
      throw new FailedCall(
        problem,
        response === undefined ? { requestId } : { requestId, response },
      );
    }
    case 'throttled':
    case 'not-run':
      throw new NotStarted(verdict.problem);
  }
}

/**
 * LastProcessingResult: `OK` and `PROBLEM: Function call failed` are AWS's (observed on AWS, LocalStack's
 * recordings); what has no function to blame is told in words of our own.
 */
export function resultText(verdict: Verdict): string {
  switch (verdict.type) {
    case 'ok':
      return 'OK';
    case 'partial':
    case 'error':
      return 'PROBLEM: Function call failed';
    case 'throttled':
      return 'PROBLEM: Function call throttled';
    case 'not-run':
      return `PROBLEM: Function cannot be called. ${verdict.problem}`;
  }
}
