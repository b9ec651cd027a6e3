import { describe, expect, test } from 'vitest';
import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { bindCondition, evaluateCondition } from './condition.ts';
import { placeholdersOf } from './testing/expression-fixtures.ts';

const ITEM: Item = {
  s: { S: 'hello' },
  n: { N: '5' },
  n2: { N: '10' },
  b: { B: 'aGkgdGhlcmU=' },
  t: { BOOL: true },
  nul: { NULL: true },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  bs: { BS: ['YQ=='] },
  l: { L: [{ N: '1' }, { S: 'x' }, { SS: ['a', 'b'] }, { M: { deep: { S: 'y' } } }] },
  m: { M: { x: { N: '1' }, y: { L: [{ N: '-1' }, { N: '2' }] }, 'a.b': { S: 'dot' } } },
  'a.b': { S: 'top' },
  blank: { S: '' },
};

function holds(text: string, values: { [placeholder: string]: string | AttributeValue } = {}) {
  return evaluateCondition(bindCondition('FilterExpression', text, placeholdersOf(values)), ITEM);
}

const TRUE: [text: string, values?: { [placeholder: string]: string | AttributeValue }][] = [
  ['n = :v', { ':v': { N: '5' } }],
  ['ss = :v', { ':v': { SS: ['b', 'a'] } }],
  ['t = :v', { ':v': { BOOL: true } }],
  ['nul = :v', { ':v': { NULL: true } }],
  ['m = m2 OR m <> m2'],
  ['n <> s'],
  ['absent <> n'],
  ['absent <> absent2'],
  ['NOT absent = n'],
  ['NOT absent < n'],
  ['n < n2'],
  ['n2 >= n'],
  ['s > :v', { ':v': { S: 'hell' } }],
  ['b >= :v', { ':v': { B: 'aGk=' } }],
  ['n BETWEEN :lo AND n2', { ':lo': { N: '5' } }],
  [':v BETWEEN n AND n2', { ':v': { N: '7.5' } }],
  ['n BETWEEN n2 AND :hi OR NOT n BETWEEN n2 AND :hi', { ':hi': { N: '1' } }],
  ['n IN (s, :v)', { ':v': { N: '5' } }],
  ['ss IN (s, n, :v)', { ':v': { SS: ['b', 'a'] } }],
  ['attribute_exists(m.y[1])'],
  ['attribute_exists(blank)'],
  ['attribute_not_exists(m.y[2])'],
  ['attribute_not_exists(m[0])'],
  ['attribute_not_exists(l.x)'],
  ['attribute_not_exists(s.x)'],
  ['attribute_exists(#dot)', { '#dot': 'a.b' }],
  ['m.#dot = :v', { '#dot': 'a.b', ':v': { S: 'dot' } }],
  ['attribute_type(bs, :v)', { ':v': { S: 'BS' } }],
  ['attribute_type(:n, :v)', { ':n': { N: '1' }, ':v': { S: 'N' } }],
  ['begins_with(s, :v)', { ':v': { S: 'hel' } }],
  ['begins_with(s, :v)', { ':v': { S: '' } }],
  ['begins_with(b, :v)', { ':v': { B: 'aGk=' } }],
  ['begins_with(:v, s)', { ':v': { S: 'hello world' } }],
  ['contains(s, :v)', { ':v': { S: 'ell' } }],
  ['contains(s, blank)'],
  ['contains(b, :v)', { ':v': { B: 'aGVyZQ==' } }],
  ['contains(ss, :v)', { ':v': { S: 'a' } }],
  ['contains(ns, :v)', { ':v': { N: '2' } }],
  ['contains(bs, :v)', { ':v': { B: 'YQ==' } }],
  ['contains(l, :v)', { ':v': { SS: ['b', 'a'] } }],
  ['contains(l, :v)', { ':v': { M: { deep: { S: 'y' } } } }],
  ['size(s) = n'],
  ['size(b) = :v', { ':v': { N: '8' } }],
  ['size(ss) = size(ns)'],
  ['size(l) = :v', { ':v': { N: '4' } }],
  ['size(m) < :v', { ':v': { N: '4' } }],
  ['size(blank) = :v', { ':v': { N: '0' } }],
  ['size(n) <> :v', { ':v': { N: '1' } }],
  ['size(:v) = :n', { ':v': { L: [] }, ':n': { N: '0' } }],
  ['l[3].deep = :v', { ':v': { S: 'y' } }],
  ['m.x < m.y[1]'],
  // NOT before AND before OR; BETWEEN takes the first AND.
  ['n < n2 OR n2 < n AND n2 < n'],
  ['NOT n2 < n AND n < n2'],
  ['n BETWEEN m.x AND n2 AND n < n2'],
  ['NOT (n < n2 AND n2 < n)'],
  ['NOT NOT n < n2'],
  ['(n2 < n OR n < n2) AND (n < n2 AND (n2 < n OR n < n2))'],
  ['n < n2 and Not n2 < n or n iN (s) oR n bEtWeEn s AnD s'],
];

const FALSE: typeof TRUE = [
  ['n = :v', { ':v': { S: '5' } }],
  ['absent = absent2'],
  ['absent = n'],
  ['absent < n'],
  ['n >= absent'],
  ['n < s'],
  ['l > n'],
  ['n BETWEEN absent AND n2'],
  ['n BETWEEN n2 AND m.x'],
  ['absent IN (n, absent2)'],
  ['attribute_exists(absent)'],
  ['attribute_exists(m.y[2])'],
  ['attribute_exists(#dot.x)', { '#dot': 'm.x' }],
  ['attribute_exists(#c)', { '#c': 'constructor' }],
  ['attribute_exists(m.#p)', { '#p': '__proto__' }],
  ['attribute_not_exists(n)'],
  ['attribute_type(absent, :v)', { ':v': { S: 'S' } }],
  ['attribute_type(n, :v)', { ':v': { S: 'NS' } }],
  ['begins_with(n, s)'],
  ['begins_with(s, absent)'],
  ['begins_with(s, b)'],
  ['begins_with(blank, s)'],
  ['begins_with(b, :v)', { ':v': { B: 'aG0=' } }],
  ['contains(ss, :v)', { ':v': { N: '1' } }],
  ['contains(ns, :v)', { ':v': { S: '1' } }],
  ['contains(b, :v)', { ':v': { B: 'ZG9n' } }],
  ['contains(n, n2)'],
  ['contains(m, :v)', { ':v': { S: 'x' } }],
  ['contains(absent, s)'],
  ['contains(s, absent)'],
  ['size(n) = :v', { ':v': { N: '1' } }],
  ['size(t) >= :v', { ':v': { N: '0' } }],
  ['size(nul) < :v', { ':v': { N: '9' } }],
  ['size(absent) = size(absent2)'],
  ['size(s) = :v', { ':v': { S: '5' } }],
  ['n < n2 AND n2 < n'],
  ['NOT n < n2 AND n2 < n'],
];

describe('holds', () => {
  test.each(TRUE)('%s %j', (text, values) => {
    expect(holds(text, values)).toBe(true);
  });
});

describe('does not hold', () => {
  test.each(FALSE)('%s %j', (text, values) => {
    expect(holds(text, values)).toBe(false);
  });
});

test('an item that does not exist has no attributes', () => {
  const bind = (text: string) => bindCondition('ConditionExpression', text, placeholdersOf());
  expect(evaluateCondition(bind('attribute_not_exists(pk)'), undefined)).toBe(true);
  expect(evaluateCondition(bind('attribute_exists(pk)'), undefined)).toBe(false);
});

test('a map may have attributes with the names of object members', () => {
  const item: Item = JSON.parse('{"__proto__":{"M":{"constructor":{"N":"1"}}}}');
  const placeholders = placeholdersOf({ '#p': '__proto__', '#c': 'constructor' });
  const condition = bindCondition('ConditionExpression', 'attribute_exists(#p.#c)', placeholders);
  expect(evaluateCondition(condition, item)).toBe(true);
});

test('a condition knows which attributes it mentions, and which it looks into', () => {
  const { attributes, nestedAttributes } = bindCondition(
    'FilterExpression',
    'a = :v AND (size(b.c) < #d OR attribute_exists(e[0])) AND NOT f IN (g, :v) AND contains(h, i)',
    placeholdersOf({ '#d': 'x.y', ':v': { N: '1' } }),
  );
  expect([...attributes]).toEqual(['a', 'b', 'x.y', 'e', 'f', 'g', 'h', 'i']);
  expect([...nestedAttributes]).toEqual(['b', 'e']);
});

test('one text serves requests with other placeholders', () => {
  const bind = (name: string, value: string) =>
    bindCondition(
      'FilterExpression',
      '#x = :x',
      placeholdersOf({ '#x': name, ':x': { N: value } }),
    );
  expect(evaluateCondition(bind('n', '5'), ITEM)).toBe(true);
  expect(evaluateCondition(bind('n2', '5'), ITEM)).toBe(false);
  expect(evaluateCondition(bind('n2', '10'), ITEM)).toBe(true);
});
