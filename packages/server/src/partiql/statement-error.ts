// How AWS words what is wrong with a statement (observed on AWS, September and October 2026).

import { InvalidInput } from '../model/invalid-input.ts';

/** The statement cannot be read. AWS says of some reasons nothing at all. */
export function malformed(reason: string): InvalidInput {
  return refused(`Statement wasn't well formed, can't be processed: ${reason}`);
}

/** The statement can be read, but is not one that DynamoDB runs. */
export function refused(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}

export const LEFTOVER = 'Unexpected token after expression';

/** The condition names no single item. */
export const NO_KEY = 'Where clause does not contain a mandatory equality on all key attributes';

/**
 * Runs what binds the expressions of a statement: its errors are those of other expressions, but do not
 * say which parameter of the request the expression was.
 */
export function inWordsOfStatements<T>(bind: () => T): T {
  try {
    return bind();
  } catch (error) {
    if (!(error instanceof InvalidInput) || error.family !== 'expression') throw error;
    throw refused(error.message.replace(/^Invalid [A-Za-z]+Expression: /, ''));
  }
}
