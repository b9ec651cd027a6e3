// Expected, the older form of a write's condition: of each attribute a value that it is to have, that it
// is to be missing, or a comparison.

import type { Condition } from '../condition.ts';
import { comparisonNode, conditionOf, type Match, type NamedNode } from './comparison-node.ts';
import { type ComparisonOperator, decodeArguments, takesArguments } from './comparison-operator.ts';
import { invalidParameter } from './invalid-parameter.ts';

/** What is expected of one attribute, as sent; `value` and `values` are wire attribute values, unchecked. */
export interface ExpectedAttribute {
  readonly attribute: string;
  readonly operator?: ComparisonOperator;
  readonly values?: readonly unknown[];
  readonly value?: unknown;
  readonly exists?: boolean;
}

export interface Expected {
  readonly attributes: readonly ExpectedAttribute[];
  readonly match: Match;
}

/**
 * Undefined when nothing is expected. Throws InvalidInput, of each attribute in the order of dynalite's
 * validation, which is tested against AWS.
 */
export function bindExpected({ attributes, match }: Expected): Condition | undefined {
  return conditionOf(attributes.map(expectedNode), match);
}

function expectedNode(expected: ExpectedAttribute): NamedNode {
  const { attribute, operator, values, value } = expected;
  if (values !== undefined && value !== undefined) {
    throw badExpectation('Value and AttributeValueList cannot be used together', attribute);
  }
  if (operator !== undefined) return comparedNode(expected, operator);
  if (values !== undefined) {
    const problem = 'AttributeValueList can only be used with a ComparisonOperator';
    throw badExpectation(problem, attribute);
  }
  return valueNode(expected);
}

function comparedNode(
  { attribute, values, value, exists }: ExpectedAttribute,
  operator: ComparisonOperator,
): NamedNode {
  if (exists !== undefined) {
    throw badExpectation('Exists and ComparisonOperator cannot be used together', attribute);
  }
  const sent = values ?? (value === undefined ? undefined : [value]);
  if (sent === undefined && takesArguments(operator)) {
    const problem = `Value or AttributeValueList must be used with ComparisonOperator: ${operator}`;
    throw badExpectation(problem, attribute);
  }
  return comparisonNode(attribute, operator, decodeArguments(operator, sent ?? [], 'current'));
}

function valueNode({ attribute, value, exists }: ExpectedAttribute): NamedNode {
  if (exists === false) {
    if (value === undefined) return comparisonNode(attribute, 'NULL', []);
    throw badExpectation('Value cannot be used when Exists is false', attribute);
  }
  if (value === undefined) {
    throw badExpectation(`Value must be provided when Exists is ${exists ?? 'null'}`, attribute);
  }
  return comparisonNode(attribute, 'EQ', decodeArguments('EQ', [value], 'current'));
}

function badExpectation(problem: string, attribute: string): Error {
  return invalidParameter(`${problem} for Attribute: ${attribute}`);
}
