// Tree of a condition + placeholders of a request -> bound condition.
//
// AWS checks the simple conditions in the order in which they are written (observed, October 2026),
// and each of them in this order: undefined placeholders, number of operands, operands that must
// differ, types of operands (dynalite's tests).

import { assert, unreachable } from '../base/assert.ts';
import { checkBetween, checkComparison, checkContent, literalType } from './check-operands.ts';
import type { ConditionNode, Operand } from './condition-node.ts';
import type { ExpressionKind } from './expression-error.ts';
import { expressionError } from './expression-error.ts';
import type { CallTree, ConditionTree, LeafTree, OperandTree } from './expression-tree.ts';
import { operandsOf } from './expression-tree.ts';
import type { Path } from './path.ts';
import { printPath, samePath } from './path.ts';
import type { Placeholders } from './placeholders.ts';

/** Operands of IN, the first one included; 99 values therefore (observed by Scylla's test suite). */
const MAX_IN_OPERANDS = 100;

const OPERAND_COUNTS: { readonly [name: string]: number } = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

export interface BindContext {
  readonly kind: ExpressionKind;
  readonly placeholders: Placeholders;
  /** Collects every path of the condition. */
  readonly paths: Path[];
}

/**
 * Throws InvalidInput `expression`. Nested no deeper than the limit on operators allows, which parsing
 * enforces.
 */
export function bindConditionNode(tree: ConditionTree, context: BindContext): ConditionNode {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return {
        kind: tree.kind,
        conditions: tree.conditions.map((condition) => bindConditionNode(condition, context)),
      };
    case 'not':
      return { kind: 'not', condition: bindConditionNode(tree.condition, context) };
    case 'comparison':
    case 'between':
    case 'in':
    case 'call': {
      const operands = operandsOf(tree).map((operand) => bindOperand(operand, context));
      checkCounts(tree, context.kind);
      checkDistinct(tree, operands, context.kind);
      return bindLeaf(tree, operands, context);
    }
  }
}

function bindOperand(tree: OperandTree, context: BindContext): Operand {
  const { kind, placeholders, paths } = context;
  switch (tree.kind) {
    case 'path': {
      const path = placeholders.path(kind, tree);
      paths.push(path);
      return { kind: 'path', path };
    }
    case 'value':
      return { kind: 'literal', value: placeholders.value(kind, tree.placeholder) };
    case 'call': {
      // Only size() may stand here; that it has one operand is checked after all placeholders.
      const [operand] = tree.operands.map((inner) => bindOperand(inner, context));
      assert(operand !== undefined, 'the grammar asks for an operand');
      return { kind: 'size', operand };
    }
  }
}

function checkCounts(tree: LeafTree | OperandTree, kind: ExpressionKind): void {
  if (tree.kind === 'path' || tree.kind === 'value') return;
  const operands = operandsOf(tree);
  for (const operand of operands) checkCounts(operand, kind);
  if (tree.kind === 'call' && operands.length !== OPERAND_COUNTS[tree.name]) {
    throw expressionError(
      kind,
      `Incorrect number of operands for operator or function; operator or function: ${tree.name}, number of operands: ${operands.length}`,
    );
  }
  if (tree.kind === 'in' && operands.length > MAX_IN_OPERANDS) {
    throw expressionError(
      kind,
      `The IN operator is provided with too many operands; number of operands: ${operands.length}`,
    );
  }
}

function checkDistinct(tree: LeafTree, operands: readonly Operand[], kind: ExpressionKind): void {
  const [first, ...others] = operands;
  if (first?.kind !== 'path') return;
  const repeats = others.some((other) => other.kind === 'path' && samePath(first.path, other.path));
  if (!repeats) return;
  throw expressionError(
    kind,
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operatorOf(tree)}, first operand: ${printPath(first.path)}`,
  );
}

function operatorOf(tree: LeafTree): string {
  switch (tree.kind) {
    case 'comparison':
      return tree.operator;
    case 'between':
    case 'in':
      return tree.kind.toUpperCase();
    case 'call':
      return tree.name;
  }
}

function bindLeaf(
  tree: LeafTree,
  operands: readonly Operand[],
  { kind }: BindContext,
): ConditionNode {
  for (const operand of operands) checkSizes(operand, kind);
  const [first, second, third] = operands;
  assert(first !== undefined, 'a simple condition has an operand');
  if (tree.kind === 'in') return { kind: 'in', operand: first, candidates: operands.slice(1) };
  if (tree.kind === 'call') return bindCall(tree, { kind, first, second });
  assert(second !== undefined, 'a comparison has two operands');
  if (tree.kind === 'comparison') {
    checkComparison(kind, tree.operator, operands);
    return { kind: 'comparison', operator: tree.operator, left: first, right: second };
  }
  assert(third !== undefined, 'BETWEEN has three operands');
  checkBetween(kind, { operand: first, lower: second, upper: third });
  return { kind: 'between', operand: first, lower: second, upper: third };
}

function checkSizes(operand: Operand, kind: ExpressionKind): void {
  if (operand.kind !== 'size') return;
  checkSizes(operand.operand, kind);
  checkContent(kind, 'size', {
    operands: [operand.operand],
    types: ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'],
  });
}

function bindCall(
  { name }: CallTree,
  options: { kind: ExpressionKind; first: Operand; second: Operand | undefined },
): ConditionNode {
  const { kind, first, second } = options;
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    if (first.kind !== 'path') {
      throw expressionError(
        kind,
        `Operator or function requires a document path; operator or function: ${name}`,
      );
    }
    return { kind: name, path: first.path };
  }
  assert(second !== undefined, 'the number of operands was checked');
  switch (name) {
    case 'attribute_type':
      return { kind: 'attribute_type', operand: first, type: literalType(kind, second) };
    case 'begins_with':
      checkContent(kind, name, { operands: [first, second], types: ['S', 'B'] });
      return { kind: 'begins_with', operand: first, prefix: second };
    case 'contains':
      return { kind: 'contains', operand: first, searched: second };
    default:
      return unreachable(name as never);
  }
}
