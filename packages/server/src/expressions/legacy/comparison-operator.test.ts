import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../../model/attribute-value.ts';
import { refusalOf } from '../testing/expression-fixtures.ts';
import { type ComparisonOperator, decodeArguments } from './comparison-operator.ts';

const INVALID = 'rule: One or more parameter values were invalid: ';
const a: AttributeValue = { S: 'a' };
const ONE_OF_EACH: readonly AttributeValue[] = [
  a,
  { N: '1' },
  { B: 'AA==' },
  { BOOL: true },
  { NULL: true },
  { SS: ['a'] },
  { NS: ['1'] },
  { BS: ['AA=='] },
  { L: [] },
  { M: {} },
];

function refusal(operator: ComparisonOperator, ...values: unknown[]): string {
  return refusalOf(() => decodeArguments(operator, values, 'current'));
}

test.each<[ComparisonOperator, readonly number[]]>([
  ['EQ', [1]],
  ['NE', [1]],
  ['LE', [1]],
  ['LT', [1]],
  ['GE', [1]],
  ['GT', [1]],
  ['CONTAINS', [1]],
  ['NOT_CONTAINS', [1]],
  ['BEGINS_WITH', [1]],
  ['BETWEEN', [2]],
  ['IN', [1, 2, 3]],
  ['NULL', [0]],
  ['NOT_NULL', [0]],
])('%s takes %j arguments', (operator, counts) => {
  for (const count of [0, 1, 2, 3]) {
    const text = `${INVALID}Invalid number of argument(s) for the ${operator} ComparisonOperator`;
    expect(refusal(operator, ...Array.from({ length: count }, () => a))).toBe(
      counts.includes(count) ? 'nothing is refused' : text,
    );
  }
});

test.each<[ComparisonOperator, string]>([
  ['EQ', 'S N B BOOL NULL SS NS BS L M'],
  ['NE', 'S N B BOOL NULL SS NS BS L M'],
  ['LE', 'S N B'],
  ['LT', 'S N B'],
  ['GE', 'S N B'],
  ['GT', 'S N B'],
  ['IN', 'S N B'],
  ['CONTAINS', 'S N B BOOL NULL'],
  ['NOT_CONTAINS', 'S N B BOOL NULL'],
  ['BEGINS_WITH', 'S B'],
  ['BETWEEN', 'S N B'],
])('%s takes the types %s', (operator, types) => {
  for (const value of ONE_OF_EACH) {
    const [type = ''] = Object.keys(value);
    const values = operator === 'BETWEEN' ? [value, value] : [value];
    const text = `${INVALID}ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`;
    expect(refusal(operator, ...values)).toBe(
      types.split(' ').includes(type) ? 'nothing is refused' : text,
    );
  }
});

describe('refuses', () => {
  test.each<[ComparisonOperator, readonly unknown[], string]>([
    [
      'IN',
      [a, { N: '1' }],
      `${INVALID}AttributeValues inside AttributeValueList must be of same type`,
    ],
    [
      'BETWEEN',
      [{ SS: ['a'] }, { N: '1' }],
      `${INVALID}AttributeValues inside AttributeValueList must be of same type`,
    ],
    [
      'BETWEEN',
      [{ N: '10' }, { N: '9' }],
      'rule: The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
    ],
    [
      'BETWEEN',
      [{ B: '/w==' }, { B: 'fw==' }],
      'rule: The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
    ],
    ['BETWEEN', [{ N: '9' }, { N: '9.0' }], 'nothing is refused'],
    [
      'EQ',
      [a, {}],
      'rule: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    ['NULL', [{ N: 'x' }], 'value: The parameter cannot be converted to a numeric value: x'],
  ])('%s %j', (operator, values, text) => {
    expect(refusal(operator, ...values)).toBe(text);
  });
});

test('decodes its arguments', () => {
  expect(decodeArguments('IN', [{ N: '1.0' }, { N: '2e1' }], 'current')).toEqual([
    { N: '1' },
    { N: '20' },
  ]);
});

test('words invalid values in the layer that is asked for', () => {
  const duplicates = [{ NS: ['1', '1'] }];
  expect(refusalOf(() => decodeArguments('EQ', duplicates, 'older'))).toBe(
    'value: Input collection contains duplicates',
  );
});
