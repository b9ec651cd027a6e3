import { describe, expect, test } from 'vitest';
import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { placeholdersOf, refusalOf } from './testing/expression-fixtures.ts';
import { applyUpdate, bindUpdate, updatedPaths } from './update.ts';

type Defined = { [placeholder: string]: string | AttributeValue };

const list = (...numbers: number[]): AttributeValue => ({
  L: numbers.map((number) => ({ N: String(number) })),
});
const N = (number: number): AttributeValue => ({ N: String(number) });

function update(text: string, item: Item, defined: Defined = {}): Item {
  return applyUpdate(bindUpdate(text, placeholdersOf(defined)), item);
}

const CASES: [text: string, before: Item, defined: Defined, after: Item][] = [
  ['SET b = :v', { a: N(1) }, { ':v': N(2) }, { a: N(1), b: N(2) }],
  ['SET #n = :v', {}, { '#n': 'a.b', ':v': N(3) }, { 'a.b': N(3) }],
  // Right sides read the item as it was.
  ['SET a = b, b = a', { a: N(1), b: N(2) }, {}, { a: N(2), b: N(1) }],
  ['REMOVE a SET b = a', { a: N(1) }, {}, { b: N(1) }],
  ['SET a = :v, b = a', { a: N(1) }, { ':v': N(9) }, { a: N(9), b: N(1) }],
  ['ADD a :v SET b = a', { a: N(1) }, { ':v': N(1) }, { a: N(2), b: N(1) }],
  ['SET a = a + :v', { a: N(2) }, { ':v': N(3) }, { a: N(5) }],
  ['SET a = :v - a', { a: N(2) }, { ':v': N(7) }, { a: N(5) }],
  ['SET a = b + a', { a: { N: '0.1' }, b: { N: '0.2' } }, {}, { a: { N: '0.3' }, b: { N: '0.2' } }],
  ['SET a = if_not_exists(a, :v)', {}, { ':v': N(2) }, { a: N(2) }],
  ['SET a = if_not_exists(a, :v)', { a: N(1) }, { ':v': N(2) }, { a: N(1) }],
  ['SET b = if_not_exists(a, absent)', { a: N(1) }, {}, { a: N(1), b: N(1) }],
  [
    'SET b = if_not_exists(x, if_not_exists(a, :v)) + :v',
    { a: N(3) },
    { ':v': N(1) },
    { a: N(3), b: N(4) },
  ],
  ['SET a = list_append(a, :v)', { a: list(1) }, { ':v': list(2) }, { a: list(1, 2) }],
  ['SET a = list_append(:v, a)', { a: list(1) }, { ':v': list(2) }, { a: list(2, 1) }],
  [
    'SET a = list_append(if_not_exists(a, :e), :v)',
    {},
    { ':e': list(), ':v': list(2) },
    { a: list(2) },
  ],
  // Documents.
  [
    'SET a.b = :v, a.c.d = :v REMOVE a.x',
    { a: { M: { x: N(3), y: N(4), c: { M: {} } } } },
    { ':v': N(1) },
    { a: { M: { y: N(4), c: { M: { d: N(1) } }, b: N(1) } } },
  ],
  [
    'SET a.c[1].#x.y[1] = a.b',
    { a: { M: { b: N(3), c: { L: [N(0), { M: { x: { M: { y: list(3, 5, 7) } } } }] } } } },
    { '#x': 'x' },
    { a: { M: { b: N(3), c: { L: [N(0), { M: { x: { M: { y: list(3, 3, 7) } } } }] } } } },
  ],
  ['REMOVE a.b', { a: { M: { b: N(1) } } }, {}, { a: { M: {} } }],
  ['REMOVE a[0]', { a: list(1) }, {}, { a: list() }],
  ['REMOVE a.x, b[7], c', { a: { M: {} }, b: list(1) }, {}, { a: { M: {} }, b: list(1) }],
  // Indexes are those of the list as it was; what is set behind its end is appended in their order.
  ['SET a[7] = :v', { a: list(1, 2) }, { ':v': N(3) }, { a: list(1, 2, 3) }],
  ['SET a[0] = :v', { a: list() }, { ':v': N(3) }, { a: list(3) }],
  [
    'SET a[84] = :a, a[37] = :b, a[17] = :c, a[50] = :d',
    { a: list(0) },
    { ':a': N(1), ':b': N(2), ':c': N(3), ':d': N(4) },
    { a: list(0, 3, 2, 4, 1) },
  ],
  [
    'REMOVE a[1] SET a[3] = :v',
    { a: list(2, 3, 4, 5, 6, 7) },
    { ':v': N(17) },
    { a: list(2, 4, 17, 6, 7) },
  ],
  [
    'SET a[3] = :v REMOVE a[1]',
    { a: list(2, 3, 4, 5, 6, 7) },
    { ':v': N(17) },
    { a: list(2, 4, 17, 6, 7) },
  ],
  ['REMOVE a[2], a[0]', { a: list(1, 2, 3, 4) }, {}, { a: list(2, 4) }],
  // ADD and DELETE.
  ['ADD a :v', {}, { ':v': N(7) }, { a: N(7) }],
  ['ADD a.b :v', { a: { M: {} } }, { ':v': N(7) }, { a: { M: { b: N(7) } } }],
  ['ADD a[1] :v, a[5] :v', { a: list(1, 2) }, { ':v': N(7) }, { a: list(1, 9, 7) }],
  [
    'ADD a :v',
    { a: { SS: ['x', 'y'] } },
    { ':v': { SS: ['y', 'z'] } },
    { a: { SS: ['x', 'y', 'z'] } },
  ],
  [
    'ADD a :v',
    { a: { BS: ['YQ=='] } },
    { ':v': { BS: ['Yg=='] } },
    { a: { BS: ['YQ==', 'Yg=='] } },
  ],
  ['ADD a :v', {}, { ':v': { NS: ['1'] } }, { a: { NS: ['1'] } }],
  ['DELETE a :v', { a: { SS: ['x', 'y'] } }, { ':v': { SS: ['y', 'z'] } }, { a: { SS: ['x'] } }],
  ['DELETE a :v', { a: { NS: ['1'] }, b: N(1) }, { ':v': { NS: ['1'] } }, { b: N(1) }],
  ['DELETE a :v', { b: N(1) }, { ':v': { NS: ['1'] } }, { b: N(1) }],
  [
    'DELETE a.b :v',
    { a: { M: { b: { BS: ['YQ=='] } } } },
    { ':v': { BS: ['YQ=='] } },
    { a: { M: {} } },
  ],
];

test.each(CASES)('%s on %j with %j', (text, before, defined, after) => {
  const unchanged = structuredClone(before);
  expect(update(text, before, defined)).toEqual(after);
  expect(before).toEqual(unchanged);
});

describe('errors that depend on the item', () => {
  const path = 'rule: The document path provided in the update expression is invalid for update';
  const type = 'rule: An operand in the update expression has an incorrect data type';
  const absent =
    'rule: The provided expression refers to an attribute that does not exist in the item';
  const item: Item = {
    s: { S: 'hello' },
    n: N(1),
    m: { M: { '1': { S: 'a' }, ss: { SS: ['1'] } } },
    l: { L: [{ S: 'a' }, { S: 'b' }] },
    ns: { NS: ['1'] },
    big: { N: '9'.repeat(38) },
  };
  const defined: Defined = {
    '#1': '1',
    ':n': N(1),
    ':ss': { SS: ['a'] },
    ':ns': { NS: ['1'] },
    ':l': list(),
    ':tiny': { N: '0.1' },
  };

  test.each([
    ['SET s.a = :n', path],
    ['SET s[1] = :n', path],
    ['SET y.a = :n', path],
    ['SET y[1] = :n', path],
    ['SET m[1] = :n', path],
    ['SET l.#1 = :n', path],
    ['SET l[9].a = :n', path],
    ['SET m.y.z = :n', path],
    ['REMOVE s.a', path],
    ['REMOVE y[1]', path],
    ['REMOVE l.#1', path],
    ['DELETE y.a :ss', path],
    ['DELETE m[1] :ss', path],
    ['ADD s[1] :ss', path],
    ['ADD y.a :n', path],
    ['SET a = absent', absent],
    ['SET a = absent + :n', absent],
    ['SET a = m.absent', absent],
    ['SET a = l[2]', absent],
    ['SET a = list_append(absent, :l)', absent],
    ['SET a = if_not_exists(absent, absent2)', absent],
    ['SET a = s + :n', type],
    ['SET a = :n - m', type],
    ['SET a = list_append(ns, if_not_exists(f, :l))', type],
    ['SET a = list_append(l, s)', type],
    ['SET a = list_append(:l, l) + :n', type],
    ['ADD s :n', type],
    ['ADD m :ns', type],
    ['ADD l :ns', type],
    ['ADD ns :n', type],
    ['ADD ns :ss', type],
    ['ADD n :ns', type],
    ['DELETE ns :ss', type],
    ['DELETE m :ns', type],
    ['DELETE m.ss :ns', type],
    ['DELETE n :ns', type],
    [
      'ADD big :tiny',
      'rule: Number overflow. Attempting to store a number with magnitude larger than supported range',
    ],
  ])('%s', (text, problem) => {
    expect(refusalOf(() => update(text, item, defined))).toBe(problem);
  });
});

describe('where there is no item', () => {
  const key: Item = { p: { S: 'key' } };
  const apply = (text: string): Item =>
    applyUpdate(bindUpdate(text, placeholdersOf({ ':n': N(1), ':ss': { SS: ['a'] } })), key, false);

  test.each([
    ['SET a = :n', true],
    ['ADD a :n', true],
    ['REMOVE a', false],
    ['DELETE a :ss REMOVE b', false],
    ['DELETE a :ss SET b = :n', true],
  ])('whether %s makes one: %s', (text, createsItem) => {
    const bound = bindUpdate(text, placeholdersOf({ ':n': N(1), ':ss': { SS: ['a'] } }));
    expect(bound.createsItem).toBe(createsItem);
  });

  test('removing from inside it does nothing', () => {
    expect(apply('REMOVE x.y, z[0] DELETE u.v :ss')).toEqual(key);
    expect(apply('REMOVE x.y SET a = p')).toEqual({ ...key, a: { S: 'key' } });
  });

  test('writing inside it is refused', () => {
    for (const text of ['SET x.y = :n', 'ADD x[0] :n', 'REMOVE x.y SET x.z = :n', 'REMOVE p.x']) {
      expect(refusalOf(() => apply(text))).toContain('is invalid for update');
    }
  });
});

describe('what was updated, before and after', () => {
  const before: Item = {
    p: { S: 'key' },
    a: { M: { b: { S: 'dog' }, c: list(1, 2, 3) } },
    d: { S: 'cat' },
  };
  const defined: Defined = { ':v': N(7) };

  test.each([
    ['SET d = :v, e = :v', { d: { S: 'cat' } }, { d: N(7), e: N(7) }],
    ['REMOVE d', { d: { S: 'cat' } }, {}],
    [
      'SET a.c[1] = :v, a.b = :v',
      { a: { M: { c: list(2), b: { S: 'dog' } } } },
      { a: { M: { c: list(7), b: N(7) } } },
    ],
    ['SET a.x = :v', {}, { a: { M: { x: N(7) } } }],
    // An element set behind the end is not where it was asked for, and one that moves up is shown.
    ['SET a.c[100] = :v', {}, {}],
    ['REMOVE a.c[1]', { a: { M: { c: list(2) } } }, { a: { M: { c: list(3) } } }],
    ['REMOVE a.c[1], a.c[3]', { a: { M: { c: list(2) } } }, { a: { M: { c: list(3) } } }],
  ])('%s', (text, old, updated) => {
    const bound = bindUpdate(text, placeholdersOf(text.includes(':v') ? defined : {}));
    expect(updatedPaths(bound, before)).toEqual(old);
    expect(updatedPaths(bound, applyUpdate(bound, before))).toEqual(updated);
  });
});

test('an update knows which attributes it writes, and which it looks into', () => {
  const { attributes, nestedAttributes } = bindUpdate(
    'SET a.b = c[1], d = e + :n REMOVE #f ADD g[0] :n',
    placeholdersOf({ '#f': 'x.y', ':n': N(1) }),
  );
  expect([...attributes]).toEqual(['a', 'd', 'x.y', 'g']);
  expect([...nestedAttributes]).toEqual(['a', 'c', 'g']);
});

test('names of object members are names like any other', () => {
  const defined: Defined = { '#p': '__proto__', '#c': 'constructor', ':n': N(1), ':m': { M: {} } };
  const set = update('SET #p = :m, #c = :n', {}, defined);
  expect(JSON.stringify(set)).toBe('{"__proto__":{"M":{}},"constructor":{"N":"1"}}');
  const nested = update('SET #p.#p = #c REMOVE #c', set, defined);
  expect(JSON.stringify(nested)).toBe('{"__proto__":{"M":{"__proto__":{"N":"1"}}}}');
  expect(JSON.stringify(update('REMOVE #p', nested, defined))).toBe('{}');
  expect(refusalOf(() => update('SET a = #c', {}, defined))).toContain(
    'does not exist in the item',
  );
});
