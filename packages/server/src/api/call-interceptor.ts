// What may come between a call that was checked and the operation that it asks for: the faults that a
// test turned on.

import type { Scope } from '../model/table.ts';

export interface CheckedCall {
  /** For example `PutItem`. */
  readonly operation: string;
  readonly scope: Scope;
  /** Names of the tables that it is about. */
  tables(): readonly string[];
}

/** What becomes of a call instead of its answer. */
export type Interference =
  /** It is not run; the error is that of AWS for its operation, with `message` in place of AWS's text. */
  | { readonly fault: 'throttle' | 'limit' | 'internal'; readonly message?: string }
  /** `reset`: it is not run, `reset-after`: it is run; either way its connection is cut. */
  | { readonly fault: 'reset' | 'reset-after' };

export type AnsweredFault = Extract<Interference, { readonly message?: string }>;

export interface CallInterceptor {
  /** False while there is nothing to do, so that a call costs one look at it. */
  readonly active: boolean;
  /** Resolves when the call may go on, and how; a delayed call waits here. */
  intercept(call: CheckedCall): Promise<Interference | undefined>;
}
