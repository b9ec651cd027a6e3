import { describe, expect, test } from 'vitest';
import type { ValidationLayer } from '../model/validation-layer.ts';
import { bindCondition } from './condition.ts';
import { refusalOf } from './testing/expression-fixtures.ts';
import { createPlaceholders } from './placeholders.ts';
import { bindProjection, projectItem } from './projection.ts';
import { bindUpdate } from './update.ts';

type Names = { [placeholder: string]: string } | undefined;
type Values = { [placeholder: string]: unknown } | undefined;

function problemOf(
  names: Names,
  values: Values,
  options: { hasExpression?: boolean; hasValueExpression?: boolean; layer?: ValidationLayer } = {},
): string {
  return refusalOf(() => createPlaceholders(names, values, { hasExpression: true, ...options }));
}

const KEY_NAMES = 'expression: ExpressionAttributeNames contains invalid key: ';
const KEY_VALUES = 'expression: ExpressionAttributeValues contains invalid key: ';

test.each([
  [{}, undefined, 'expression: ExpressionAttributeNames must not be empty'],
  [{}, {}, 'expression: ExpressionAttributeNames must not be empty'],
  [{ a: 'a' }, {}, `${KEY_NAMES}Syntax error; key: "a"`],
  [{ '#': 'a' }, undefined, `${KEY_NAMES}Syntax error; key: "#"`],
  [{ '#a-b': 'a' }, undefined, `${KEY_NAMES}Syntax error; key: "#a-b"`],
  [{ '#a\n': 'a' }, undefined, `${KEY_NAMES}Syntax error; key: "#a\n"`],
  [
    { '#a': '' },
    undefined,
    'expression: ExpressionAttributeNames contains invalid value: Empty attribute name for key #a',
  ],
  [
    { [`#${'a'.repeat(255)}`]: 'a' },
    undefined,
    `${KEY_NAMES}The expression attribute map contains a key that is too long; size of key: 256`,
  ],
  [
    { '#a': 'é'.repeat(32_768) },
    undefined,
    'value: Attribute name is too large, must be less than 65536 bytes',
  ],
  [undefined, {}, 'expression: ExpressionAttributeValues must not be empty'],
  [undefined, { ':a': {}, a: { S: '' } }, `${KEY_VALUES}Syntax error; key: "a"`],
  [undefined, { ':': { S: '' } }, `${KEY_VALUES}Syntax error; key: ":"`],
] satisfies [Names, Values, string][])('%j %j', (names, values, problem) => {
  expect(problemOf(names, values)).toBe(problem);
});

test('placeholders need an expression, values one that may use them', () => {
  const without = (parameter: string): string =>
    `expression: ${parameter} can only be specified when using expressions`;
  const values = { ':a': { S: 'a' } };
  expect(problemOf({}, values, { hasExpression: false })).toBe(without('ExpressionAttributeNames'));
  expect(problemOf(undefined, {}, { hasExpression: false })).toBe(
    without('ExpressionAttributeValues'),
  );
  expect(problemOf({ '#a': 'a' }, values, { hasValueExpression: false })).toBe(
    without('ExpressionAttributeValues'),
  );
});

test('an invalid value is refused in the words of the layer that meets it', () => {
  const values = { ':a': { S: 'a' }, ':b': { SS: [] } };
  const core = 'One or more parameter values were invalid: An string set  may not be empty';
  expect(problemOf(undefined, values)).toBe(`value: ${core}`);
  expect(problemOf(undefined, values, { layer: 'older' })).toBe(
    `value: ExpressionAttributeValues contains invalid value: ${core} for key :b`,
  );
});

describe('what no expression uses is refused', () => {
  test('after all expressions, names first', () => {
    const placeholders = createPlaceholders(
      { '#a': 'a', '#b': 'b', '#c': 'c', '#d': 'd' },
      { ':a': { N: '1' }, ':b': { N: '2' }, ':c': { N: '3' } },
      { hasExpression: true },
    );
    bindUpdate('SET #a.x = :a', placeholders);
    expect(refusalOf(() => placeholders.assertAllUsed())).toBe(
      'expression: Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #c, #d}',
    );
    bindCondition('ConditionExpression', 'attribute_exists(#b) OR #c = #d', placeholders);
    expect(refusalOf(() => placeholders.assertAllUsed())).toBe(
      'expression: Value provided in ExpressionAttributeValues unused in expressions: keys: {:b, :c}',
    );
    bindCondition('ConditionExpression', 'a IN (:b, :c)', placeholders);
    expect(refusalOf(() => placeholders.assertAllUsed())).toBe('nothing is refused');
  });

  test('a request without placeholders uses all of them', () => {
    const placeholders = createPlaceholders(undefined, undefined, { hasExpression: false });
    expect(refusalOf(() => placeholders.assertAllUsed())).toBe('nothing is refused');
  });
});

test('values are decoded to their canonical form', () => {
  const placeholders = createPlaceholders(
    undefined,
    { ':n': { N: '1.50' } },
    { hasExpression: true },
  );
  expect(placeholders.value('ConditionExpression', ':n')).toEqual({ N: '1.5' });
});

test('a name may be anything, and is made well-formed as names in items are', () => {
  const placeholders = createPlaceholders({ '#p': '__proto__', '#lone': '\ud800' }, undefined, {
    hasExpression: true,
  });
  const item = JSON.parse('{"__proto__":{"S":"x"},"\ufffd":{"S":"y"}}');
  expect(projectItem(bindProjection('#p, #lone', placeholders), item)).toEqual(item);
});
