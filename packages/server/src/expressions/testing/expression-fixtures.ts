// Short ways for the tests of this folder to say what a request defines and how it is refused.

import type { AttributeValue } from '../../model/attribute-value.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { Placeholders } from '../placeholders.ts';

/** Placeholders from `#name` and `:value` alike. */
export function placeholdersOf(
  defined: { readonly [placeholder: string]: string | AttributeValue } = {},
): Placeholders {
  const names = new Map<string, string>();
  const values = new Map<string, AttributeValue>();
  for (const [placeholder, meaning] of Object.entries(defined)) {
    if (typeof meaning === 'string') names.set(placeholder, meaning);
    else values.set(placeholder, meaning);
  }
  return new Placeholders(names, values);
}

/** `family: text` of the InvalidInput that `run` throws; anything else that it throws passes. */
export function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidInput) return `${error.family}: ${error.message}`;
    throw error;
  }
  return 'nothing is refused';
}
