// What waits for its turn in a transaction: commits, trims, and the end.

import { assert } from '../../base/assert.ts';
import type { CommitRequest, Decision, Snapshot } from '../store.ts';
import { nextTrim } from './log.ts';
import type { Lanes } from './lanes.ts';
import type { Statements } from './statements.ts';
import type { Transaction } from './transaction.ts';
import type { Waiter } from './unsynced.ts';

export interface Job extends Waiter {
  /** Throws only when the engine failed, which fails the whole transaction. */
  run(transaction: Transaction): void;
}

/** A job, and the promise of what `work` returns or throws as its own outcome. */
export interface Submitted<T> {
  readonly job: Job;
  readonly outcome: Promise<T>;
}

type Outcome<T> = { readonly result: T } | { readonly refusal: unknown };

/** `decide` and the checks of its decision come before any change, so its refusal needs no undoing. */
export function commitJob<T>(request: CommitRequest<T>): Submitted<T> {
  return submitted((transaction) => {
    const snapshot: Snapshot = {
      values: request.reads.map((key) => transaction.get(key)),
      head(lane) {
        assert(request.lanes.includes(lane), `the commit does not name lane ${lane}`);
        return transaction.head(lane);
      },
    };
    let decision: Decision<T>;
    try {
      decision = request.decide(snapshot);
      for (const { lane } of decision.appends ?? []) {
        assert(request.lanes.includes(lane), `the commit does not name lane ${lane}`);
      }
    } catch (refusal) {
      return { refusal };
    }
    apply(transaction, decision);
    return { result: decision.result };
  });
}

/** Resolves with how many entries were removed. */
export function trimJob(
  statements: Statements,
  lanes: Lanes,
  request: { readonly lane: string; readonly upTo: number; readonly maxEntries: number },
): Submitted<number> {
  return submitted((transaction) => {
    const lane = lanes.get(request.lane);
    if (lane === undefined) return { result: 0 };
    const step = nextTrim(statements, lane, request);
    if (step === undefined) return { result: 0 };
    const result = step.upTo - lane.trimmed;
    transaction.trim(lane, step);
    return { result };
  });
}

/** Settles once all jobs before it have. */
export function lastJob(): Submitted<undefined> {
  return submitted(() => ({ result: undefined }));
}

function submitted<T>(work: (transaction: Transaction) => Outcome<T>): Submitted<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let outcome: Outcome<T> | undefined;
  const job: Job = {
    run(transaction) {
      outcome = work(transaction);
    },
    settle() {
      assert(outcome !== undefined, 'a job settles after it ran');
      if ('refusal' in outcome) reject(outcome.refusal);
      else resolve(outcome.result);
    },
    fail: reject,
  };
  return { job, outcome: promise };
}

function apply(transaction: Transaction, decision: Decision<unknown>): void {
  for (const [key, value] of decision.puts ?? []) transaction.put(key, value);
  for (const key of decision.deletes ?? []) transaction.delete(key);
  for (const { lane, entry } of decision.appends ?? []) transaction.append(lane, entry);
}
