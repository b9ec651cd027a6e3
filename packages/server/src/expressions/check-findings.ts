// The limits that parsing notices and that are judged once the syntax is known to be right.

import type { ExpressionKind } from './expression-error.ts';
import { expressionError } from './expression-error.ts';
import type { Findings } from './parse-term.ts';

/** Operators in one expression (Service quotas; observed on AWS, where functions do not count). */
const MAX_OPERATORS = 300;

/** Throws InvalidInput `expression`. */
export function checkFindings(kind: ExpressionKind, findings: Findings): void {
  if (findings.redundantParentheses) {
    throw expressionError(kind, 'The expression has redundant parentheses;');
  }
  if (findings.operators > MAX_OPERATORS) {
    // AWS stops counting at the first one too many, and says so whatever follows.
    throw expressionError(
      kind,
      `The expression contains too many operators; operator count: ${MAX_OPERATORS + 1}`,
    );
  }
}
