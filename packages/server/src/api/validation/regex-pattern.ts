// Patterns of AWS's models that are tested by a regular expression.

import type { Pattern } from './shape.ts';

/** `text` is what AWS prints: a regular expression that the whole value has to match. */
export function regexPattern(text: string, flags = ''): Pattern {
  const expression = new RegExp(`^(?:${text})$`, flags);
  return { text, matches: (value) => expression.test(value) };
}
