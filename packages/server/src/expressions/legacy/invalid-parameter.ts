// How AWS words most mistakes in the older parameters.

import { InvalidInput } from '../../model/invalid-input.ts';

export function invalidParameter(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
