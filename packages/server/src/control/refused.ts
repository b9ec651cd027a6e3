// What the database refuses to a control request, as an error of the control surface.

import { InvalidInput } from '../model/invalid-input.ts';
import { Refused } from '../write/refusal.ts';
import { ControlError } from './control-error.ts';

/** Runs it, and rejects with ControlError for what the request got wrong. */
export async function controlled<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw controlErrorOf(error);
  }
}

function controlErrorOf(error: unknown): unknown {
  if (error instanceof InvalidInput) return new ControlError(400, error.message);
  if (!(error instanceof Refused)) return error;
  const { refusal } = error;
  switch (refusal.kind) {
    case 'table-not-found':
      return new ControlError(
        404,
        `There is no table ${refusal.table} in this account and region.`,
      );
    case 'table-busy':
      return new ControlError(409, `Table ${refusal.table} is ${refusal.status}. Try again later.`);
    default:
      return error;
  }
}
