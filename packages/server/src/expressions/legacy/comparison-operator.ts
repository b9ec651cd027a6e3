// The comparison operators of the older condition parameters, and what each of them takes as arguments.

import type { AttributeType, AttributeValue } from '../../model/attribute-value.ts';
import { typeOf } from '../../model/attribute-value.ts';
import { compareScalars } from '../../model/compare.ts';
import { decodeValue } from '../../model/decode-item.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { ValidationLayer } from '../../model/validation-layer.ts';
import { invalidParameter } from './invalid-parameter.ts';

export type ComparisonOperator =
  | 'EQ'
  | 'NE'
  | 'LE'
  | 'LT'
  | 'GE'
  | 'GT'
  | 'NOT_NULL'
  | 'NULL'
  | 'CONTAINS'
  | 'NOT_CONTAINS'
  | 'BEGINS_WITH'
  | 'IN'
  | 'BETWEEN';

interface Arguments {
  /** Fewest and most of them. */
  readonly count: readonly [least: number, most: number];
  /** Absent when any type will do. */
  readonly types?: readonly AttributeType[];
}

const SCALARS: readonly AttributeType[] = ['S', 'N', 'B'];
const ORDERED: Arguments = { count: [1, 1], types: SCALARS };
// Observed on AWS (dynalite's tests refuse sets, lists and maps alone).
const CONTAINED: Arguments = { count: [1, 1], types: [...SCALARS, 'BOOL', 'NULL'] };

const ARGUMENTS: { readonly [operator in ComparisonOperator]: Arguments } = {
  EQ: { count: [1, 1] },
  NE: { count: [1, 1] },
  LE: ORDERED,
  LT: ORDERED,
  GE: ORDERED,
  GT: ORDERED,
  NOT_NULL: { count: [0, 0] },
  NULL: { count: [0, 0] },
  CONTAINS: CONTAINED,
  NOT_CONTAINS: CONTAINED,
  BEGINS_WITH: { count: [1, 1], types: ['S', 'B'] },
  IN: { count: [1, Infinity], types: SCALARS },
  BETWEEN: { count: [2, 2], types: SCALARS },
};

export function takesArguments(operator: ComparisonOperator): boolean {
  return ARGUMENTS[operator].count[1] > 0;
}

/**
 * The arguments of an operator, decoded. Throws InvalidInput with AWS's texts in AWS's order (dynalite's
 * tests): invalid values, their number, their types among themselves, types that the operator does not
 * take, a range that ends before it begins.
 */
export function decodeArguments(
  operator: ComparisonOperator,
  sent: readonly unknown[],
  layer: ValidationLayer,
): readonly AttributeValue[] {
  const values = sent.map((value) => decodeValue(value, layer));
  const { count, types } = ARGUMENTS[operator];
  const [least, most] = count;
  if (values.length < least || values.length > most) {
    throw invalidParameter(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  }
  const [first, second] = values;
  if (first === undefined) return values;
  const type = typeOf(first);
  if (values.some((value) => typeOf(value) !== type)) {
    throw invalidParameter('AttributeValues inside AttributeValueList must be of same type');
  }
  if (types !== undefined && !types.includes(type)) {
    throw invalidParameter(
      `ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`,
    );
  }
  if (operator === 'BETWEEN' && second !== undefined) checkRange(first, second);
  return values;
}

function checkRange(lower: AttributeValue, upper: AttributeValue): void {
  const order = compareScalars(lower, upper);
  if (order === undefined || order <= 0) return;
  throw new InvalidInput(
    'rule',
    'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
  );
}
