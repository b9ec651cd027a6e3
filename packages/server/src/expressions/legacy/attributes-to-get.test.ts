import { expect, test } from 'vitest';
import type { Item } from '../../model/attribute-value.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { projectItem } from '../projection.ts';
import { refusalOf } from '../testing/expression-fixtures.ts';
import { bindAttributesToGet } from './attributes-to-get.ts';

const item: Item = decodeItem(
  JSON.parse(
    '{"a":{"M":{"b":{"N":"1"}}},"a.b":{"N":"2"},"c":{"S":"x"},"__proto__":{"S":"y"},"l[0]":{"S":"z"}}',
  ),
);

test.each<[readonly string[], string]>([
  [['a'], '{"a":{"M":{"b":{"N":"1"}}}}'],
  [['a.b', 'l[0]'], '{"a.b":{"N":"2"},"l[0]":{"S":"z"}}'],
  [['__proto__', 'none'], '{"__proto__":{"S":"y"}}'],
  [['none'], '{}'],
])('%j selects %s', (names, selected) => {
  expect(JSON.stringify(projectItem(bindAttributesToGet(names), item))).toBe(selected);
});

test('says which attributes it asks for', () => {
  const { attributes, nestedAttributes } = bindAttributesToGet(['a', 'b.c']);
  expect(attributes).toEqual(new Set(['a', 'b.c']));
  expect(nestedAttributes.size).toBe(0);
});

test('refuses a name that is there twice', () => {
  expect(refusalOf(() => bindAttributesToGet(['b', 'a', 'b', 'a']))).toBe(
    'rule: One or more parameter values were invalid: Duplicate value in attribute name: b',
  );
});

test('refuses a name that is too large', () => {
  const longest = 'a'.repeat(65_535);
  expect(refusalOf(() => bindAttributesToGet([longest, `${longest}a`]))).toBe(
    'value: Attribute name is too large, must be less than 65536 bytes',
  );
  expect(bindAttributesToGet([longest]).attributes).toEqual(new Set([longest]));
});
