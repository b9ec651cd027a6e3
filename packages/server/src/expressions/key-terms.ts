// The form of a key condition: simple conditions joined by AND, each on one attribute, each of another
// one. The texts and their order follow dynalite's tests.

import type { AttributeValue } from '../model/attribute-value.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import type { ConditionNode, Operand } from './condition-node.ts';
import { expressionError } from './expression-error.ts';
import type { Comparator } from './expression-tree.ts';
import type { Path } from './path.ts';

const KIND = 'KeyConditionExpression';

// What a comparator is when its sides are exchanged.
const FLIPPED: { readonly [operator in Exclude<Comparator, '<>'>]: SortOperator } = {
  '=': '=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

export type SortOperator = '=' | '<' | '<=' | '>' | '>=' | 'between' | 'begins_with';

/** A condition on one attribute, with the attribute on the left. */
export interface KeyTerm {
  readonly attribute: string;
  readonly operator: SortOperator;
  /** Two for `between`, otherwise one. */
  readonly values: readonly AttributeValue[];
}

/**
 * A condition on one attribute that no range of keys answers. Only KeyConditions bring it this far: it is
 * refused once its attribute is known to be one of the key.
 */
export interface UnindexableTerm {
  readonly attribute: string;
  readonly operator: 'unindexable';
  readonly values: readonly AttributeValue[];
}

/** Throws InvalidInput `expression` when the condition is no key condition. */
export function keyTermsOf(root: ConditionNode): readonly KeyTerm[] {
  const terms: KeyTerm[] = [];
  addTerms(root, terms);
  return terms;
}

function addTerms(node: ConditionNode, terms: KeyTerm[]): void {
  switch (node.kind) {
    case 'and':
      for (const condition of node.conditions) addTerms(condition, terms);
      return;
    case 'comparison': {
      const { operator, left, right } = node;
      if (operator === '<>') throw badOperator(operator);
      const written = left.kind === 'path' ? operator : FLIPPED[operator];
      addTerm(written, [left, right], terms);
      return;
    }
    case 'between':
      checkFirst(node.operand, 'BETWEEN');
      addTerm('between', [node.operand, node.lower, node.upper], terms);
      return;
    case 'begins_with':
      checkFirst(node.operand, 'begins_with');
      addTerm('begins_with', [node.operand, node.prefix], terms);
      return;
    case 'or':
    case 'not':
    case 'in':
      throw badOperator(node.kind.toUpperCase());
    case 'attribute_exists':
    case 'attribute_not_exists':
    case 'attribute_type':
    case 'contains':
      throw badOperator(node.kind);
  }
}

function addTerm(operator: SortOperator, operands: readonly Operand[], terms: KeyTerm[]): void {
  const { attribute, values } = partsOf(operands);
  if (terms.some((term) => term.attribute === attribute)) {
    throw expressionError(KIND, 'KeyConditionExpressions must only contain one condition per key');
  }
  terms.push({ attribute, operator, values });
}

/** The one attribute among the operands, and the values. */
function partsOf(operands: readonly Operand[]): {
  readonly attribute: string;
  readonly values: readonly AttributeValue[];
} {
  let path: Path | undefined;
  const values: AttributeValue[] = [];
  for (const operand of operands) {
    switch (operand.kind) {
      case 'path':
        if (path !== undefined) {
          throw badCondition('Multiple attribute names used in one condition');
        }
        path = operand.path;
        if (path.length > 1) {
          throw expressionError(
            KIND,
            'KeyConditionExpressions cannot have conditions on nested attributes',
          );
        }
        break;
      case 'literal':
        values.push(operand.value);
        break;
      case 'size':
        throw expressionError(KIND, 'KeyConditionExpressions cannot contain nested operations');
    }
  }
  const [attribute] = path ?? [];
  if (attribute === undefined) throw badCondition('No key attribute specified');
  return { attribute: String(attribute), values };
}

function checkFirst(operand: Operand, operator: string): void {
  if (operand.kind === 'path') return;
  throw badCondition(`${operator} operator must have the key attribute as its first operand`);
}

function badOperator(operator: string): InvalidInput {
  return new InvalidInput(
    'expression',
    `Invalid operator used in KeyConditionExpression: ${operator}`,
  );
}

function badCondition(problem: string): InvalidInput {
  return new InvalidInput('expression', `Invalid condition in KeyConditionExpression: ${problem}`);
}
