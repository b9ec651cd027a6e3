// How a request to the database ended, in a form that tests compare.

import { InvalidInput } from '../../../model/invalid-input.ts';
import { Refused } from '../../../write/refusal.ts';

/**
 * `done`; the text of what was invalid; the kind of a refusal; or of a cancelled transaction, a reason for
 * each action: its kind, or the text of what was invalid.
 */
export async function outcomeOf(request: Promise<unknown>): Promise<string | string[]> {
  try {
    await request;
    return 'done';
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    if (!(error instanceof Refused)) throw error;
    if (error.refusal.kind === 'invalid') return error.refusal.message;
    if (error.refusal.kind !== 'transaction-cancelled') return error.refusal.kind;
    return error.refusal.reasons.map((reason) =>
      reason.kind === 'invalid' ? reason.message : reason.kind,
    );
  }
}
