import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../model/attribute-value.ts';
import type { KeySchema } from '../model/table.ts';
import { placeholdersOf, refusalOf } from './testing/expression-fixtures.ts';
import { bindKeyCondition, bindKeyTerms } from './key-condition.ts';

const SIMPLE: KeySchema = { partition: { name: 'p', type: 'S' } };
const NUMBER: KeySchema = { ...SIMPLE, sort: { name: 'c', type: 'N' } };
const TEXT: KeySchema = { ...SIMPLE, sort: { name: 'c', type: 'S' } };

const VALUES: { [placeholder: string]: string | AttributeValue } = {
  '#p': 'p',
  '#c': 'c',
  ':p': { S: 'x' },
  ':s': { S: 'a' },
  ':n': { N: '1' },
  ':n5': { N: '5' },
  ':bool': { BOOL: true },
  ':bool2': { BOOL: false },
  ':empty': { S: '' },
  ':long': { S: 'x'.repeat(2049) },
  ':type': { S: 'N' },
};

function bind(text: string, key: KeySchema): unknown {
  return bindKeyCondition(text, placeholdersOf(VALUES), key);
}

function problemOf(text: string, key: KeySchema = NUMBER): string {
  return refusalOf(() => bind(text, key));
}

test.each([
  ['p = :p', SIMPLE, undefined],
  ['p = :p', NUMBER, undefined],
  [':p = p', NUMBER, undefined],
  ['(p = :p)', NUMBER, undefined],
  ['p = :p AND c = :n', NUMBER, ['=', { N: '1' }]],
  ['c < :n AND p = :p', NUMBER, ['<', { N: '1' }]],
  ['p = :p AND c <= :n', NUMBER, ['<=', { N: '1' }]],
  ['p = :p AND c > :n', NUMBER, ['>', { N: '1' }]],
  ['p = :p AND c >= :n', NUMBER, ['>=', { N: '1' }]],
  [':p = p AND :n < c', NUMBER, ['>', { N: '1' }]],
  [':p = p AND :n <= c', NUMBER, ['>=', { N: '1' }]],
  [':p = p AND :n > c', NUMBER, ['<', { N: '1' }]],
  [':p = p AND :n >= c', NUMBER, ['<=', { N: '1' }]],
  ['#p = :p AnD #c BeTwEeN :n aNd :n5', NUMBER, ['between', { N: '1' }, { N: '5' }]],
  ['p = :p AND begins_with(c, :s)', TEXT, ['begins_with', { S: 'a' }]],
  ['((c = :n) AND (p = :p))', NUMBER, ['=', { N: '1' }]],
] satisfies [string, KeySchema, [string, ...AttributeValue[]] | undefined][])(
  '%s',
  (text, key, sort) => {
    const [operator, ...values] = sort ?? [];
    expect(bind(text, key)).toEqual({
      partition: [{ S: 'x' }],
      sortPrefix: [],
      ...(sort === undefined ? {} : { sort: { operator, values } }),
    });
  },
);

describe('errors of any condition, in the name of the key condition', () => {
  const operand = (operator: string, type: string): string =>
    `expression: Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;
  const unknown =
    'expression: Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; attribute value: :missing';

  test.each([
    [
      'p = :p AND dog(c, :n)',
      'expression: Invalid KeyConditionExpression: Invalid function name; function: dog',
    ],
    ['p = :p AND begins_with(c, :n)', operand('begins_with', 'N')],
    ['p = :p AND c < :bool', operand('<', 'BOOL')],
    ['p = :p AND :bool >= c', operand('>=', 'BOOL')],
    ['p = :p AND c BETWEEN :bool2 AND :bool', operand('BETWEEN', 'BOOL')],
    ['p = :missing AND begins_with(c, :n)', unknown],
    ['begins_with(c, :n) AND p = :missing', operand('begins_with', 'N')],
    ['p = :p AND begins_with(c, :n) AND c = :missing', operand('begins_with', 'N')],
    ['p = :p AND begins_with(c, :n) AND c > :s', operand('begins_with', 'N')],
    [
      '((c=:n) AND ((p=:p)))',
      'expression: Invalid KeyConditionExpression: The expression has redundant parentheses;',
    ],
    ['p', 'expression: Invalid KeyConditionExpression: Syntax error; token: "<EOF>", near: "p"'],
    [
      'p = :p AND c BETWEEN :n5 AND :n',
      'expression: Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:1}',
    ],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe('errors of form, which need no table', () => {
  const operator = (name: string): string =>
    `expression: Invalid operator used in KeyConditionExpression: ${name}`;
  const condition = (problem: string): string =>
    `expression: Invalid condition in KeyConditionExpression: ${problem}`;
  const expression = (problem: string): string =>
    `expression: Invalid KeyConditionExpression: KeyConditionExpressions ${problem}`;
  const nestedOperations = expression('cannot contain nested operations');
  const nestedAttributes = expression('cannot have conditions on nested attributes');
  const several = condition('Multiple attribute names used in one condition');
  const twice = expression('must only contain one condition per key');

  test.each([
    ['a > b and size(b) > c or a > c', operator('OR')],
    ['a in (b, size(c), d)', operator('IN')],
    ['not a > b', operator('NOT')],
    ['a <> b', operator('<>')],
    ['attribute_exists(a)', operator('attribute_exists')],
    ['attribute_not_exists(a)', operator('attribute_not_exists')],
    ['attribute_type(a, :type)', operator('attribute_type')],
    ['contains(a.d, b)', operator('contains')],
    [
      ':s between size(b) and size(a) and b > :n',
      condition('BETWEEN operator must have the key attribute as its first operand'),
    ],
    [
      'begins_with(:s, b) and a > :n',
      condition('begins_with operator must have the key attribute as its first operand'),
    ],
    ['size(b) > a AND a.b > b AND b > c', nestedOperations],
    ['a > size(b.d)', nestedOperations],
    ['a between size(b) and size(a)', nestedOperations],
    ['b > a.b', several],
    ['b between c[1] and d', several],
    ['a between b and size(a)', several],
    ['begins_with(a, b)', several],
    ['p = c', several],
    ['b.d > a AND c.d > e.f', nestedAttributes],
    ['a.d > c', nestedAttributes],
    ['b[0] > a', nestedAttributes],
    [':n > :n5 AND a < :n', condition('No key attribute specified')],
    [':p = :s', condition('No key attribute specified')],
    ['p = :p AND p = :p', twice],
    ['p = :p AND c > :n AND c < :n5', twice],
    ['(a > :n and b > :n) and (b > :n and c > :n)', twice],
  ])('%s', (text, problem) => {
    expect(refusalOf(() => bindKeyTerms(text, placeholdersOf(VALUES)))).toBe(problem);
  });
});

describe('errors against the schema', () => {
  const mismatch =
    'rule: One or more parameter values were invalid: Condition parameter type does not match schema type';
  const missed = (name: string): string =>
    `rule: Query condition missed key schema element: ${name}`;
  const empty = (name: string): string =>
    `rule: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`;

  test.each([
    ['c = :n', NUMBER, missed('p')],
    ['p = :p AND extra < :n', NUMBER, missed('c')],
    ['q = :p', SIMPLE, missed('p')],
    [
      'p = :p AND c > :n AND extra = :n5',
      NUMBER,
      'rule: The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)',
    ],
    [
      'p = :p AND c > :n',
      SIMPLE,
      'rule: The number of query conditions (2) exceeds the number of key attributes defined in the schema (1)',
    ],
    ['p < :p', NUMBER, 'rule: Query key condition not supported'],
    ['begins_with(p, :p) AND c = :n', NUMBER, 'rule: Query key condition not supported'],
    ['p = :n', NUMBER, mismatch],
    ['p = :p AND c = :s', NUMBER, mismatch],
    ['p = :p AND c = :bool', NUMBER, mismatch],
    ['p = :p AND begins_with(c, :s)', NUMBER, mismatch],
    ['p = :empty', NUMBER, empty('p')],
    ['p = :p AND c > :empty', TEXT, empty('c')],
    [
      'p = :long',
      NUMBER,
      'rule: One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    ],
    [
      'p = :p AND c BETWEEN :s AND :long',
      TEXT,
      'rule: One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    ],
  ] satisfies [string, KeySchema, string][])('%s', (text, key, problem) => {
    expect(problemOf(text, key)).toBe(problem);
  });
});
