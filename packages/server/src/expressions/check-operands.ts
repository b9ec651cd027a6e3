// Types of operands that are known before any item is read: those of values, and of size().

import type { AttributeType, AttributeValue } from '../model/attribute-value.ts';
import { typeOf } from '../model/attribute-value.ts';
import { compareScalars } from '../model/compare.ts';
import type { InvalidInput } from '../model/invalid-input.ts';
import type { Operand } from './condition-node.ts';
import type { ExpressionKind } from './expression-error.ts';
import { expressionError } from './expression-error.ts';
import type { Comparator } from './expression-tree.ts';

const ORDERED_TYPES: readonly AttributeType[] = ['S', 'N', 'B'];

// The orders in which AWS lists them.
const NAMED_TYPES: readonly string[] = 'B NULL SS BOOL L BS N NS S M'.split(' ');
const ANY_TYPE = '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}';

/** Throws InvalidInput `expression` when an operand is known to have none of the types. */
export function checkContent(
  kind: ExpressionKind,
  operator: string,
  { operands, types }: { operands: readonly Operand[]; types: readonly AttributeType[] },
): void {
  for (const operand of operands) {
    const type = knownType(operand);
    if (type !== undefined && !types.includes(type)) throw typeError(kind, operator, type);
  }
}

/** Throws InvalidInput `expression` when an operand has a type without order and the operator needs one. */
export function checkComparison(
  kind: ExpressionKind,
  operator: Comparator,
  operands: readonly Operand[],
): void {
  if (operator === '=' || operator === '<>') return;
  checkContent(kind, operator, { operands, types: ORDERED_TYPES });
}

/** Throws InvalidInput `expression`, also when both bounds are values that do not make a range. */
export function checkBetween(
  kind: ExpressionKind,
  { operand, lower, upper }: { operand: Operand; lower: Operand; upper: Operand },
): void {
  checkContent(kind, 'BETWEEN', { operands: [operand, lower, upper], types: ORDERED_TYPES });
  if (lower.kind !== 'literal' || upper.kind !== 'literal') return;
  const order = compareScalars(lower.value, upper.value);
  if (order !== undefined && order <= 0) return;
  const rule =
    order === undefined
      ? 'same data type for lower and upper bounds'
      : 'upper bound to be greater than or equal to lower bound';
  throw expressionError(
    kind,
    `The BETWEEN operator requires ${rule}; lower bound operand: ${printScalar(lower.value)}, upper bound operand: ${printScalar(upper.value)}`,
  );
}

/** The type that an operand of attribute_type names. Throws InvalidInput `expression` if it names none. */
export function literalType(kind: ExpressionKind, operand: Operand): AttributeType {
  const type = knownType(operand);
  if (operand.kind !== 'literal' || !('S' in operand.value)) {
    throw typeError(kind, 'attribute_type', type ?? ANY_TYPE);
  }
  const named = operand.value.S;
  if (NAMED_TYPES.includes(named)) return named as AttributeType;
  throw expressionError(
    kind,
    `Invalid attribute type name found; type: ${named}, valid types: {${NAMED_TYPES.join(',')}}`,
  );
}

export function typeError(kind: ExpressionKind, operator: string, type: string): InvalidInput {
  return expressionError(
    kind,
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

function knownType(operand: Operand): AttributeType | undefined {
  switch (operand.kind) {
    case 'path':
      return undefined;
    case 'literal':
      return typeOf(operand.value);
    case 'size':
      return 'N';
  }
}

function printScalar(value: AttributeValue): string {
  const [printed] = Object.entries(value).map(([type, content]) => `${type}:${String(content)}`);
  return `AttributeValue: {${printed}}`;
}
