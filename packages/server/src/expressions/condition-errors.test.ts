import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../model/attribute-value.ts';
import { bindCondition } from './condition.ts';
import { placeholdersOf, refusalOf } from './testing/expression-fixtures.ts';

const VALUES: { [placeholder: string]: AttributeValue } = {
  ':s': { S: 'a' },
  ':n': { N: '1' },
  ':n2': { N: '2' },
  ':b': { B: 'YQ==' },
  ':bool': { BOOL: true },
  ':null': { NULL: true },
  ':ss': { SS: ['a'] },
  ':ns': { NS: ['1'] },
  ':bs': { BS: ['YQ=='] },
  ':m': { M: {} },
  ':l': { L: [] },
  ':dog': { S: 'DOG' },
  ':type': { S: 'N' },
};

function problemOf(text: string): string {
  const placeholders = placeholdersOf({ '#a': 'a', ...VALUES });
  const refusal = refusalOf(() => bindCondition('ConditionExpression', text, placeholders));
  return refusal.replace('expression: Invalid ConditionExpression: ', '');
}

const operandType = (operator: string, type: string): string =>
  `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;
const misused = (name: string): string =>
  `The function is not allowed to be used this way in an expression; function: ${name}`;
const distinct = (operator: string, path: string): string =>
  `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${path}`;
const count = (name: string, operands: number): string =>
  `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands}`;
const undefinedValue = (value: string): string =>
  `An expression attribute value used in expression is not defined; attribute value: ${value}`;
const undefinedName = (name: string): string =>
  `An expression attribute name used in the document path is not defined; attribute name: ${name}`;

describe('functions', () => {
  test.each([
    ['dog(a) = :n', 'Invalid function name; function: dog'],
    ['ATTRIBUTE_EXISTS(a)', 'Invalid function name; function: ATTRIBUTE_EXISTS'],
    [
      'if_not_exists(a, a) = :n',
      'The function is not allowed in a condition expression; function: if_not_exists',
    ],
    [
      'list_append(a, b)',
      'The function is not allowed in a condition expression; function: list_append',
    ],
    ['size(a)', misused('size')],
    ['NOT size(a)', misused('size')],
    ['(size(a)) AND a = :n', misused('size')],
    ['attribute_exists(a) < :n', misused('attribute_exists')],
    ['size(contains(a, b)) = :n', misused('contains')],
    ['a BETWEEN begins_with(a, b) AND c', misused('begins_with')],
    ['a IN (attribute_type(a, :s))', misused('attribute_type')],
    ['attribute_exists(a, b)', count('attribute_exists', 2)],
    ['begins_with(a)', count('begins_with', 1)],
    ['contains(a, b, c)', count('contains', 3)],
    ['size(a, a) = :n', count('size', 2)],
    [
      'attribute_exists(:s)',
      'Operator or function requires a document path; operator or function: attribute_exists',
    ],
    [
      'attribute_not_exists(size(a))',
      'Operator or function requires a document path; operator or function: attribute_not_exists',
    ],
    ['attribute_type(a, b)', operandType('attribute_type', '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}')],
    ['attribute_type(a, size(b))', operandType('attribute_type', 'N')],
    ['attribute_type(a, :n)', operandType('attribute_type', 'N')],
    [
      'attribute_type(a, :dog)',
      'Invalid attribute type name found; type: DOG, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    ['begins_with(a, :n)', operandType('begins_with', 'N')],
    ['begins_with(:bool, a)', operandType('begins_with', 'BOOL')],
    ['begins_with(a, size(b))', operandType('begins_with', 'N')],
    ['size(:n) = :n', operandType('size', 'N')],
    ['size(:bool) = :n', operandType('size', 'BOOL')],
    ['size(:null) = :n', operandType('size', 'NULL')],
    ['size(size(a)) = :n', operandType('size', 'N')],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  test.each(['attribute_type(:n, :type)', 'size(:s) = a', 'contains(:n, a)', 'begins_with(:s, a)'])(
    '%s is allowed',
    (text) => {
      expect(problemOf(text)).toBe('nothing is refused');
    },
  );
});

describe('operators', () => {
  test.each([
    ['a < :bool', operandType('<', 'BOOL')],
    [':l >= a', operandType('>=', 'L')],
    ['a > :m', operandType('>', 'M')],
    ['a <= :ss', operandType('<=', 'SS')],
    ['a BETWEEN :l AND b', operandType('BETWEEN', 'L')],
    [':null BETWEEN a AND b', operandType('BETWEEN', 'NULL')],
    ['a = a', distinct('=', '[a]')],
    ['a <> #a', distinct('<>', '[a]')],
    ['a.b[1] < #a.b[1]', distinct('<', '[a, b, [1]]')],
    ['contains(a, a)', distinct('contains', '[a]')],
    ['a BETWEEN b AND a', distinct('BETWEEN', '[a]')],
    ['a IN (b, c, a)', distinct('IN', '[a]')],
    [
      'a BETWEEN :n2 AND :n',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
    ],
    [
      'a BETWEEN :n AND :s',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}',
    ],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  test.each([
    'a = :l',
    ':bool <> :m',
    ':n = :s',
    'a IN (:n, :s, :l)',
    ':n BETWEEN a AND b',
    'a BETWEEN :n AND :n',
    'a BETWEEN :s AND b',
    'size(a) < size(b)',
    'NOT NOT NOT a < b',
    '(a) = (b)',
    '(a < b) AND (b < c)',
    '((a < b) OR (c < d)) AND e = f',
    'a=:n and(b=:n)',
  ])('%s is allowed', (text) => {
    expect(problemOf(text)).toBe('nothing is refused');
  });
});

describe('names and placeholders', () => {
  test.each([
    ['status = :n', 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['a.Name = :n', 'Attribute name is a reserved keyword; reserved keyword: Name'],
    ['size(Items) = :n', 'Attribute name is a reserved keyword; reserved keyword: Items'],
    ['#x = :n', undefinedName('#x')],
    ['a = :x', undefinedValue(':x')],
    [':x = #x', undefinedValue(':x')],
    ['#x = :x', undefinedName('#x')],
    ['a = :__proto__', undefinedValue(':__proto__')],
    ['#constructor = :n', undefinedName('#constructor')],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe('redundant parentheses', () => {
  const redundant = 'The expression has redundant parentheses;';
  test.each([
    '((a = :n))',
    '((a)) = :n',
    'contains(((a)), b)',
    'a IN (((b)))',
    '((a = :n) AND ((b = :n)))',
    '((size(a))) = :n',
    'NOT ((a = :n OR b = :n))',
  ])('%s', (text) => {
    expect(problemOf(text)).toBe(redundant);
  });
});

describe('of several problems the first in this order is reported', () => {
  test.each([
    ['((dog(status) = :x', 'Syntax error; token: "<EOF>", near: ":x"'],
    ['((dog(a) = :n))', 'The expression has redundant parentheses;'],
    ['size(a) OR dog(a)', 'Invalid function name; function: dog'],
    ['status = :n OR size(a)', misused('size')],
    ['a = :x OR status = :n', 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['size(a, b) = :x', undefinedValue(':x')],
    ['contains(a, a, b)', count('contains', 3)],
    ['begins_with(:n, :x)', undefinedValue(':x')],
    ['a = a AND b = :x', distinct('=', '[a]')],
    ['b = :x AND a = a', undefinedValue(':x')],
    ['begins_with(a, :n) AND b = :x', operandType('begins_with', 'N')],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

test('a filter and a condition of the same text are refused in their own names', () => {
  for (const kind of ['ConditionExpression', 'FilterExpression'] as const) {
    for (let round = 0; round < 2; round += 1) {
      expect(refusalOf(() => bindCondition(kind, 'a = :x', placeholdersOf()))).toBe(
        `expression: Invalid ${kind}: ${undefinedValue(':x')}`,
      );
    }
  }
});
