import { describe, expect, test } from 'vitest';
import type { Item } from '../model/attribute-value.ts';
import { placeholdersOf, refusalOf } from './testing/expression-fixtures.ts';
import { bindProjection, projectItem } from './projection.ts';

const ITEM: Item = {
  p: { S: 'key' },
  a: {
    M: {
      b: { L: [{ N: '2' }, { N: '4' }, { M: { x: { S: 'hi' }, y: { S: 'yo' } } }] },
      c: { N: '5' },
    },
  },
  b: { S: 'hello' },
  'a.b': { S: 'dot' },
  e: { M: {} },
};

const NAMES = { '#a': 'a', '#b': 'b', '#dot': 'a.b' };

const CASES: [text: string, projected: unknown][] = [
  ['p', { p: { S: 'key' } }],
  [' b  ,   p  ', { p: { S: 'key' }, b: { S: 'hello' } }],
  ['a', { a: ITEM['a'] }],
  ['e', { e: { M: {} } }],
  ['absent', {}],
  ['a.c', { a: { M: { c: { N: '5' } } } }],
  ['#a.#b[0]', { a: { M: { b: { L: [{ N: '2' }] } } } }],
  ['#dot', { 'a.b': { S: 'dot' } }],
  ['a.b[2].y', { a: { M: { b: { L: [{ M: { y: { S: 'yo' } } }] } } } }],
  ['a.b[1], a.b[0]', { a: { M: { b: { L: [{ N: '2' }, { N: '4' }] } } } }],
  [
    'a.b[2], a.b[10], a.b[0]',
    { a: { M: { b: { L: [{ N: '2' }, { M: { x: { S: 'hi' }, y: { S: 'yo' } } }] } } } },
  ],
  ['a.b[2].y, a.b[2].x', { a: { M: { b: { L: [{ M: { x: { S: 'hi' }, y: { S: 'yo' } } }] } } } }],
  ['a.b[0], a.c', { a: { M: { b: { L: [{ N: '2' }] }, c: { N: '5' } } } }],
  ['a.x, a.b[0], x, a.b[3].x', { a: { M: { b: { L: [{ N: '2' }] } } } }],
  ['a.b[3]', {}],
  ['a.x.y', {}],
  ['a.b.x', {}],
  ['a[0]', {}],
  ['a.b[0].x', {}],
  ['a.b[0][0]', {}],
  ['b.x, p[0], e.x', {}],
];

test.each(CASES)('%s', (text, expected) => {
  expect(projectItem(bindProjection(text, placeholdersOf(NAMES)), ITEM)).toEqual(expected);
});

describe('paths that do not go together', () => {
  const clash = (kind: string, one: string, two: string): string =>
    `expression: Invalid ProjectionExpression: Two document paths ${kind} with each other; must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`;

  test.each([
    ['a, a', 'overlap', '[a]', '[a]'],
    ['a, #a', 'overlap', '[a]', '[a]'],
    ['a.b[0],a.b[0]', 'overlap', '[a, b, [0]]', '[a, b, [0]]'],
    ['a,a.b[0]', 'overlap', '[a]', '[a, b, [0]]'],
    ['a.b.d.e, c, a.b', 'overlap', '[a, b, d, e]', '[a, b]'],
    ['x, a[1], y, a[1].z', 'overlap', '[a, [1]]', '[a, [1], z]'],
    ['a.b, a[1]', 'conflict', '[a, b]', '[a, [1]]'],
    ['a.b.c, a.b[1]', 'conflict', '[a, b, c]', '[a, b, [1]]'],
    ['d[1], d.b, c[1].a, c', 'overlap', '[c, [1], a]', '[c]'],
  ])('%s', (text, kind, one, two) => {
    expect(refusalOf(() => bindProjection(text, placeholdersOf(NAMES)))).toBe(
      clash(kind, one, two),
    );
  });

  test.each(['a, b', 'a.b, a.c', 'a.b.d, a.b.e', 'a[1], a[2]', 'a.b, a.c[2]', 'a[1].b, a[2][0]'])(
    '%s do',
    (text) => {
      expect(refusalOf(() => bindProjection(text, placeholdersOf(NAMES)))).toBe(
        'nothing is refused',
      );
    },
  );
});

test.each([
  ['abort', 'Attribute name is a reserved keyword; reserved keyword: abort'],
  ['a.Items[0], #x', 'Attribute name is a reserved keyword; reserved keyword: Items'],
  [
    'c, c, #x',
    'An expression attribute name used in the document path is not defined; attribute name: #x',
  ],
])('%s', (text, problem) => {
  expect(refusalOf(() => bindProjection(text, placeholdersOf()))).toBe(
    `expression: Invalid ProjectionExpression: ${problem}`,
  );
});

test('a projection knows which attributes it selects, and which it looks into', () => {
  const { attributes, nestedAttributes } = bindProjection('a.b, #dot, c[0]', placeholdersOf(NAMES));
  expect([...attributes]).toEqual(['a', 'a.b', 'c']);
  expect([...nestedAttributes]).toEqual(['a', 'c']);
});

test('names of object members are names like any other', () => {
  const item: Item = JSON.parse('{"__proto__":{"M":{"constructor":{"N":"1"},"x":{"N":"2"}}}}');
  const placeholders = placeholdersOf({ '#p': '__proto__', '#c': 'constructor' });
  const projected = projectItem(bindProjection('#p.#c, #c', placeholders), item);
  expect(JSON.stringify(projected)).toBe('{"__proto__":{"M":{"constructor":{"N":"1"}}}}');
});
