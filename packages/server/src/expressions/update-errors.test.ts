import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../model/attribute-value.ts';
import { placeholdersOf, refusalOf } from './testing/expression-fixtures.ts';
import { bindUpdate } from './update.ts';

const VALUES: { [placeholder: string]: string | AttributeValue } = {
  '#c': 'c',
  '#d': '[3]',
  ':s': { S: 'a' },
  ':n': { N: '1' },
  ':b': { B: 'YQ==' },
  ':bool': { BOOL: true },
  ':null': { NULL: true },
  ':ss': { SS: ['a'] },
  ':ns': { NS: ['1'] },
  ':bs': { BS: ['YQ=='] },
  ':m': { M: {} },
  ':l': { L: [] },
};

function problemOf(text: string): string {
  const refusal = refusalOf(() => bindUpdate(text, placeholdersOf(VALUES)));
  return refusal.replace('expression: Invalid UpdateExpression: ', '');
}

const section = (name: string): string =>
  `The "${name}" section can only be used once in an update expression;`;
const undefinedName = (name: string): string =>
  `An expression attribute name used in the document path is not defined; attribute name: ${name}`;
const undefinedValue = (value: string): string =>
  `An expression attribute value used in expression is not defined; attribute value: ${value}`;
const clash = (kind: string, one: string, two: string): string =>
  `Two document paths ${kind} with each other; must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`;
const actionOperand = (operator: string, type: string): string =>
  `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${type}, typeSet: ALLOWED_FOR_${operator}_OPERAND`;
const operand = (operator: string, type: string): string =>
  `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;
const count = (name: string, operands: number): string =>
  `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands}`;
const needsPath =
  'Operator or function requires a document path; operator or function: if_not_exists';
const misused =
  'The function is not allowed to be used this way in an expression; function: list_append';

describe('errors that need no placeholders', () => {
  test.each([
    [
      ' set #x = :x set abOrt = true ',
      'Attribute name is a reserved keyword; reserved keyword: abOrt',
    ],
    [' remove Absolute ', 'Attribute name is a reserved keyword; reserved keyword: Absolute'],
    ['SET a = f(b,c,d)', 'Invalid function name; function: f'],
    ['SET a = LIST_APPEND(:l, :l)', 'Invalid function name; function: LIST_APPEND'],
    ['SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
    ['SET a = list_append(list_append(:l, :l), :l)', misused],
    ['SET a = list_append(b, list_append(:l, :l))', misused],
    ['SET a = ((b))', 'The expression has redundant parentheses;'],
    ['SET a = ((b + c))', 'The expression has redundant parentheses;'],
    ['set a = #x set c = :x', section('SET')],
    ['remove #x set a = b remove e', section('REMOVE')],
    ['add #x :e set a = b add e :f', section('ADD')],
    ['delete #x :e set a = b delete #e :f', section('DELETE')],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe('placeholders', () => {
  test.each([
    ['SET #x = :n', undefinedName('#x')],
    ['SET a.#x = :n', undefinedName('#x')],
    ['SET a = if_not_exists(#x, :n)', undefinedName('#x')],
    ['SET a = :x', undefinedValue(':x')],
    ['SET a = b - :x', undefinedValue(':x')],
    ['ADD a :x', undefinedValue(':x')],
    ['SET b = if_not_exists(:x, :n)', undefinedValue(':x')],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe('paths that do not go together', () => {
  test.each([
    ['SET a = :n REMOVE a', clash('overlap', '[a]', '[a]')],
    ['SET c = :n, #c = :n', clash('overlap', '[c]', '[c]')],
    [
      'set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)',
      clash('overlap', '[c, [1], a]', '[c]'),
    ],
    ['set #c[3].#d = a, #c[3] = a', clash('overlap', '[c, [3], [3]]', '[c, [3]]')],
    [
      'set #c[3].#d = a, #c.#d[3] = if_not_exists(a)',
      clash('conflict', '[c, [3], [3]]', '[c, [3], [3]]'),
    ],
    ['remove a.#c set a[1] = #d', clash('conflict', '[a, c]', '[a, [1]]')],
    [
      'SET a[1][1][1][1] = :n, a[1][1] = :n',
      clash('overlap', '[a, [1], [1], [1], [1]]', '[a, [1], [1]]'),
    ],
    ['ADD a :n DELETE a.b :ss', clash('overlap', '[a]', '[a, b]')],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  test.each([
    'SET a.b = :n, a.c.d = :n, b.x = :n REMOVE a.x, b.y',
    'SET a = b, b = a',
    'REMOVE a SET b = a.x',
    'SET a[1] = :n, a[2].b = :n REMOVE a[3][4]',
  ])('%s do', (text) => {
    expect(problemOf(text)).toBe('nothing is refused');
  });
});

describe('operands', () => {
  test.each([
    ['ADD a.b :s', actionOperand('ADD', 'STRING')],
    ['ADD a :b', actionOperand('ADD', 'BINARY')],
    ['ADD a :null', actionOperand('ADD', 'NULL')],
    ['ADD a :bool', actionOperand('ADD', 'BOOLEAN')],
    ['ADD a :m', actionOperand('ADD', 'MAP')],
    ['ADD a :l', actionOperand('ADD', 'LIST')],
    ['DELETE a :n', actionOperand('DELETE', 'NUMBER')],
    ['DELETE a.b :s', actionOperand('DELETE', 'STRING')],
    ['SET a = if_not_exists(c)', count('if_not_exists', 1)],
    ['SET a = list_append(c)', count('list_append', 1)],
    ['SET a = list_append(:l, :l, :l)', count('list_append', 3)],
    ['SET a = if_not_exists(:s, c)', needsPath],
    ['SET a = if_not_exists(if_not_exists(a, b), c)', needsPath],
    ['SET a = list_append(:s, a)', operand('list_append', 'S')],
    ['SET a = list_append(a, :ss)', operand('list_append', 'SS')],
    ['SET a = a + :s', operand('+', 'S')],
    ['SET a = :s + :b', operand('+', 'S')],
    ['SET a = :n - :l', operand('-', 'L')],
    ['SET a = a - :bs', operand('-', 'BS')],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  test.each([
    'ADD a :n, b :ss, c :ns, d :bs',
    'DELETE b :ss, c :ns, d :bs',
    'SET a = (b + c)',
    'SET a = ((b.c.d)+(e))',
    'SET a = if_not_exists(a, :n)+:n',
    'SET a = list_append(if_not_exists(a, :l), :l)',
    'SET a = if_not_exists(b, if_not_exists(c, :s))',
    'sEt a = :n Remove b aDd c :n delete d :ss',
  ])('%s is allowed', (text) => {
    expect(problemOf(text)).toBe('nothing is refused');
  });
});

describe('of several problems the first in this order is reported', () => {
  test.each([
    ['SET a = b SET abort = f(b) )', 'Syntax error; token: ")", near: ") )"'],
    ['SET abort = f(b) SET a = b', 'Attribute name is a reserved keyword; reserved keyword: abort'],
    ['SET a = f(b) SET #x = b', 'Invalid function name; function: f'],
    ['SET a = #x SET c = :x', section('SET')],
    ['SET #x = if_not_exists(:x)', undefinedName('#x')],
    ['SET a = :x, b = #x', undefinedName('#x')],
    ['SET a = if_not_exists(:x), a = b', undefinedValue(':x')],
    ['SET a = if_not_exists(b) ADD a :s', clash('overlap', '[a]', '[a]')],
    ['SET b = list_append(:s, a), c = if_not_exists(a) ADD a.b :s', actionOperand('ADD', 'STRING')],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});
