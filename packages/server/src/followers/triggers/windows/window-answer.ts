// What a function's answer says when it gathers records in tumbling windows: the state that it hands on, and,
// where it may, which records failed (Lambda developer guide, "Tumbling windows").

import { utf8Bytes } from '../../../base/bytes.ts';
import { memberOf } from '../handler/batch-answer.ts';
import type { CallOutcome } from '../handler/function-caller.ts';
import { type Verdict, verdictOf } from '../handler/verdict.ts';

/** A state beyond this ends its window early (Lambda developer guide: 1 MB a shard). */
export const mostStateBytes = 1024 * 1024;
/** One beyond this would not fit into the event that ends its window. */
const largestStateBytes = 5 * 1024 * 1024;

/** `state` is JSON; absent when the batch failed as a whole, or at its first record. */
export interface WindowVerdict {
  readonly verdict: Verdict;
  readonly state?: Uint8Array;
}

/** `numbers` as for `verdictOf`. */
export function windowVerdictOf(
  outcome: CallOutcome,
  numbers: readonly string[] | undefined,
): WindowVerdict {
  const verdict = verdictOf(outcome, numbers);
  if (outcome.type !== 'answered' || verdict.type === 'error') return { verdict };
  const { answer, response } = outcome;
  const state = memberOf(answer, 'state');
  if (typeof state !== 'object' || state === null || Array.isArray(state)) {
    const problem = 'The function failed: its answer has no state, which has to be an object.';
    return { verdict: { type: 'error', problem, response } };
  }
  const json = utf8Bytes(JSON.stringify(state));
  if (json.length > largestStateBytes) {
    const problem = `The function failed: its state has ${json.length} bytes, and ${largestStateBytes} can be handed on at most.`;
    return { verdict: { type: 'error', problem, response } };
  }
  if (verdict.type === 'partial' && verdict.firstFailed === numbers?.[0]) return { verdict };
  return { verdict, state: json };
}
