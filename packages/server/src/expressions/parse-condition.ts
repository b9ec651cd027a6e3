// Text of a condition -> checked tree. Condition, filter and key condition share one grammar
// (parse-term.ts) and therefore their trees.

import { BoundedCache } from '../base/bounded-cache.ts';
import { checkFindings } from './check-findings.ts';
import type { Parts } from './check-tree.ts';
import { addConditionParts, checkConditionFunctions, checkPaths } from './check-tree.ts';
import type { ConditionTree } from './expression-tree.ts';
import type { Findings } from './parse-term.ts';
import { CONDITION_KEYWORDS, parseConditionTerm } from './parse-term.ts';
import { TokenReader } from './token-reader.ts';

export type ConditionKind = 'ConditionExpression' | 'FilterExpression' | 'KeyConditionExpression';

// Applications send few different texts, many times; a tree depends on nothing but its text.
const trees = new BoundedCache<string, ConditionTree>(1000);

/** Throws InvalidInput `expression` for every error that does not depend on the placeholders. */
export function parseCondition(kind: ConditionKind, text: string): ConditionTree {
  const known = trees.get(text);
  if (known !== undefined) return known;

  const reader = new TokenReader(kind, text, CONDITION_KEYWORDS);
  const findings: Findings = { operators: 0, redundantParentheses: false };
  const tree = parseConditionTerm(reader, findings);
  reader.expectEnd();
  checkFindings(kind, findings);

  const parts: Parts = { calls: [], paths: [], values: [] };
  addConditionParts(tree, parts);
  checkConditionFunctions(kind, parts.calls);
  checkPaths(kind, parts.paths);
  trees.set(text, tree);
  return tree;
}
