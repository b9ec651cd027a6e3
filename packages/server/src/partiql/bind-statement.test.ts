import { expect, test } from 'vitest';
import type { AttributeValue } from '../model/attribute-value.ts';
import { bindStatement } from './bind-statement.ts';
import { parseStatement } from './parse-statement.ts';

function bind(statement: string, parameters: readonly AttributeValue[] = []) {
  return bindStatement(parseStatement(statement), parameters);
}

test('parameters stand in the order in which they are written', () => {
  expect(bind("INSERT INTO T VALUE {'b': ?, 'a': ?}", [{ N: '1' }, { S: 'x' }])).toEqual({
    kind: 'insert',
    table: 'T',
    item: { a: { S: 'x' }, b: { N: '1' } },
  });
});

test('a parsed statement serves every set of parameters', () => {
  const parsed = parseStatement('DELETE FROM T WHERE p = ?');
  const values = ['a', 'b'].map((S) => bindStatement(parsed, [{ S }]));
  expect(values).toMatchObject([
    { where: { right: { value: { S: 'a' } } } },
    { where: { right: { value: { S: 'b' } } } },
  ]);
});

test('names that JavaScript has plans for are attributes like any other', () => {
  const bound = bind("INSERT INTO T VALUE {'__proto__': 1, 'm': {'__proto__': 2}}");
  expect(bound.kind === 'insert' && JSON.stringify(bound.item)).toBe(
    '{"__proto__":{"N":"1"},"m":{"M":{"__proto__":{"N":"2"}}}}',
  );
});

test('more parameters than asked for are no mistake', () => {
  expect(bind('SELECT * FROM T', [{ N: '1' }])).toMatchObject({ kind: 'select' });
});

const WRONG_TYPE = 'Incorrect operand type for operator or function; operator or function: ';
const WRONG_COUNT = 'Incorrect number of operands for operator or function; operator or function: ';

test.each<[string, readonly AttributeValue[], string]>([
  ['SELECT * FROM T WHERE a = ?', [], "Number of parameters in request and statement don't match."],
  ['SELECT * FROM T WHERE a < ?', [{ BOOL: true }], `${WRONG_TYPE}<, operand type: BOOL`],
  [
    'SELECT * FROM T WHERE a BETWEEN true AND false',
    [],
    `${WRONG_TYPE}BETWEEN, operand type: BOOL`,
  ],
  [
    'SELECT * FROM T WHERE attribute_type(a, 1)',
    [],
    `${WRONG_TYPE}attribute_type, operand type: N`,
  ],
  [
    'SELECT * FROM T WHERE attribute_exists(?)',
    [{ S: 'a' }],
    'Operator or function requires a document path; operator or function: attribute_exists',
  ],
  [
    'SELECT * FROM T WHERE attribute_exists()',
    [],
    `${WRONG_COUNT}attribute_exists, number of operands: 0`,
  ],
  [
    'SELECT * FROM T WHERE attribute_exists(a, b)',
    [],
    `${WRONG_COUNT}attribute_exists, number of operands: 2`,
  ],
  [
    'SELECT a, a FROM T',
    [],
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
  ],
  [
    'UPDATE T SET a.b = 1 REMOVE a',
    [],
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]',
  ],
  ["UPDATE T SET n = 'a' + 1", [], `${WRONG_TYPE}+, operand type: S`],
  ['UPDATE T SET n = n - null', [], `${WRONG_TYPE}-, operand type: NULL`],
  ['UPDATE T SET l = list_append(l)', [], `${WRONG_COUNT}list_append, number of operands: 1`],
  [
    'UPDATE T SET n = set_add(n, ?)',
    [{ N: '1' }],
    'The second argument to SET_ADD must be a value with type SET',
  ],
])('%s is refused', (statement, parameters, message) => {
  expect(() => bind(statement, parameters)).toThrow(
    expect.objectContaining({ name: 'InvalidInput', message }),
  );
});
