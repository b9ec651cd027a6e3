import { describe, expect, test } from 'vitest';
import type { KeySchema } from '../model/table.ts';
import { bindStatement } from './bind-statement.ts';
import { keyReadsOf } from './key-reads.ts';
import { parseStatement } from './parse-statement.ts';

const key: KeySchema = { partition: { name: 'p', type: 'S' }, sort: { name: 's', type: 'N' } };

function readsOf(condition: string, schema = key) {
  const bound = bindStatement(parseStatement(`SELECT * FROM T WHERE ${condition}`), []);
  if (bound.kind !== 'select') throw new Error('It is a SELECT.');
  return keyReadsOf(bound.where, schema)?.map(({ condition: read, filter }) => {
    const [partition] = read.partition.map((value) => Object.values(value)[0] as string);
    const { operator = '', values = [] } = read.sort ?? {};
    const sort = [operator, ...values.map((value) => Object.values(value)[0] as string)].join(' ');
    return [partition, sort, filter === undefined ? '' : 'filter'];
  });
}

describe('reads by key', () => {
  test.each<[string, string[][]]>([
    ["p = 'a'", [['a', '', '']]],
    ["'a' = p AND 1 >= s", [['a', '<= 1', '']]],
    ["p = 'a' AND s BETWEEN 1 AND 2 AND x = 1", [['a', 'between 1 2', 'filter']]],
    ["(p = 'a' AND s = 1) AND s > 0", [['a', '= 1', 'filter']]],
    ["s > 0 AND p = 'a' AND s < 5", [['a', '> 0', 'filter']]],
    ["p = 'a' AND p = 'a'", [['a', '', '']]],
    [
      "p IN ['a', 'b'] AND s IN [1, 2]",
      [
        ['a', '= 1', ''],
        ['a', '= 2', ''],
        ['b', '= 1', ''],
        ['b', '= 2', ''],
      ],
    ],
    [
      "p = 'a' AND (s = 1 OR s > 5) AND x = 1",
      [
        ['a', '= 1', 'filter'],
        ['a', '> 5', 'filter'],
      ],
    ],
    [
      "p = 'a' AND s = 1 OR p = 'b' AND x = 1",
      [
        ['a', '= 1', ''],
        ['b', '', 'filter'],
      ],
    ],
    ["p = 'a' AND (x = 1 OR y = 2)", [['a', '', 'filter']]],
    ["p = 'a' AND NOT s = 1 AND s <> 2", [['a', '', 'filter']]],
    ["p = 'a' AND NOT (x = 1 OR s = 2)", [['a', '', 'filter']]],
  ])('%s', (condition, reads) => {
    expect(readsOf(condition)).toEqual(reads);
  });
});

test.each([
  "p > 'a'",
  'p > 1',
  's = 1',
  "p = 'a' OR s = 1",
  "p = 'a' AND s = 1 OR x = 1",
  "p = 'a' AND p = 'b'",
  "p = 'a' AND (p = 'b' OR x = 1)",
  "p IN ['a', 'b'] AND p = 'a'",
  "NOT p = 'a'",
  'p = x',
  "p.a = 'a'",
  Array.from({ length: 12 }, (_, index) => `(p = 'a' OR x = ${index})`).join(' AND '),
])('%s reads everything', (condition) => {
  expect(readsOf(condition)).toBeUndefined();
});

const values = (count: number) => Array.from({ length: count }, (_, index) => `'v${index}'`).join();
const MISMATCH = "Key attribute's data type should match its data type in table's schema: Key";

test.each([
  ["p = 1 OR p = 'a'", `${MISMATCH} p`],
  ["p = 'a' AND s IN [1, 'x']", `${MISMATCH} s`],
  ["p = 'a' AND begins_with(s, '1')", `${MISMATCH} s`],
  [`p IN [${values(51)}]`, 'Too many decomposed read operations for a given query.'],
  [
    `p IN [${values(26)}] AND s IN [1, 2]`,
    'Too many decomposed read operations for a given query.',
  ],
  [
    "p = ''",
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p',
  ],
])('%s is refused', (condition, message) => {
  expect(() => readsOf(condition)).toThrow(message);
});

test('as many values as there may be reads', () => {
  expect(readsOf(`p IN [${values(50)}]`)).toHaveLength(50);
  expect(readsOf(`p IN [${values(51)}] OR x = 1`)).toBeUndefined();
});

test('a key without a sort attribute', () => {
  expect(readsOf("p = 'a' AND s = 1", { partition: key.partition })).toEqual([['a', '', 'filter']]);
});
