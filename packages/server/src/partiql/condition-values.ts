// A condition that stands where a value does is its truth: `begins_with(a, 'x') = true`.

import type { ConditionTree, OperandTree } from '../expressions/expression-tree.ts';
import { malformed } from './statement-error.ts';
import type { StatementReader } from './statement-reader.ts';

/** What stands on a side of a comparison. */
export type Term =
  | { readonly kind: 'operand'; readonly operand: OperandTree }
  | { readonly kind: 'condition'; readonly condition: ConditionTree };

/** Simple conditions that one comparison of conditions may be made of; each one doubles them. Ours. */
const MAX_LEAVES = 256;

/** That two terms, of which one at least is a condition, have one value. */
export function conditionEquals(reader: StatementReader, left: Term, right: Term): ConditionTree {
  const whenTrue = { kind: 'and', conditions: [is(reader, left, true), is(reader, right, true)] };
  const whenFalse = {
    kind: 'and',
    conditions: [is(reader, left, false), is(reader, right, false)],
  };
  const equal = { kind: 'or', conditions: [whenTrue, whenFalse] } as ConditionTree;
  return checkedSize(equal);
}

/** Throws InvalidInput when a condition has grown too large by comparing conditions. */
export function checkedSize(tree: ConditionTree): ConditionTree {
  if (leavesOf(tree) > MAX_LEAVES) throw malformed('');
  return tree;
}

function is(reader: StatementReader, term: Term, value: boolean): ConditionTree {
  if (term.kind === 'operand') return equalsBoolean(reader, term.operand, value);
  return value ? term.condition : { kind: 'not', condition: term.condition };
}

function equalsBoolean(reader: StatementReader, left: OperandTree, value: boolean): ConditionTree {
  return { kind: 'comparison', operator: '=', left, right: reader.literal({ BOOL: value }) };
}

function leavesOf(tree: ConditionTree): number {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return tree.conditions.reduce((sum, condition) => sum + leavesOf(condition), 0);
    case 'not':
      return leavesOf(tree.condition);
    case 'comparison':
    case 'between':
    case 'in':
    case 'call':
      return 1;
  }
}
