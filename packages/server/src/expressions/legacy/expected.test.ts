import { describe, expect, test } from 'vitest';
import type { Item } from '../../model/attribute-value.ts';
import { evaluateCondition } from '../condition.ts';
import { refusalOf } from '../testing/expression-fixtures.ts';
import { bindExpected, type ExpectedAttribute } from './expected.ts';

type Asked = Omit<ExpectedAttribute, 'attribute'>;

const INVALID = 'rule: One or more parameter values were invalid: ';
const item: Item = {
  n: { N: '1' },
  s: { S: 'hello' },
  b: { B: 'aGVsbG8=' },
  l: { L: [{ N: '2' }, { S: 'x' }] },
  ns: { NS: ['2', '4'] },
  nothing: { NULL: true },
  'a.b': { N: '7' },
  a: { M: { b: { N: '8' } } },
};

function holds(attribute: string, asked: Asked): boolean {
  const condition = bindExpected({ attributes: [{ attribute, ...asked }], match: 'all' });
  return condition === undefined || evaluateCondition(condition, item);
}

const one = (value: unknown): readonly unknown[] => [value];
const n = (value: number) => ({ N: String(value) });

describe('expects', () => {
  test.each<[string, Asked, boolean]>([
    ['n', { value: n(1) }, true],
    ['n', { value: n(2) }, false],
    ['n', { value: n(1), exists: true }, true],
    ['n', { exists: false }, false],
    ['none', { exists: false }, true],
    ['none', { value: n(1) }, false],
    ['n', { operator: 'EQ', value: n(1) }, true],
    ['ns', { operator: 'EQ', values: one({ NS: ['4', '2.0'] }) }, true],
    ['n', { operator: 'NE', values: one({ S: '1' }) }, true],
    ['none', { operator: 'NE', values: one(n(1)) }, true],
    ['n', { operator: 'LT', values: one(n(2)) }, true],
    ['n', { operator: 'LE', values: one(n(1)) }, true],
    ['n', { operator: 'GT', values: one(n(1)) }, false],
    ['n', { operator: 'GE', values: one({ S: '0' }) }, false],
    ['none', { operator: 'LE', values: one(n(1)) }, false],
    ['nothing', { operator: 'NULL' }, false],
    ['none', { operator: 'NULL', values: [] }, true],
    ['nothing', { operator: 'NOT_NULL' }, true],
    ['none', { operator: 'NOT_NULL' }, false],
    ['s', { operator: 'CONTAINS', values: one({ S: 'ell' }) }, true],
    ['b', { operator: 'CONTAINS', values: one({ B: 'ZWxs' }) }, true],
    ['l', { operator: 'CONTAINS', values: one(n(2)) }, true],
    ['ns', { operator: 'CONTAINS', values: one(n(3)) }, false],
    ['none', { operator: 'CONTAINS', values: one(n(3)) }, false],
    ['s', { operator: 'NOT_CONTAINS', values: one({ S: 'ell' }) }, false],
    ['s', { operator: 'NOT_CONTAINS', values: one(n(1)) }, true],
    ['ns', { operator: 'NOT_CONTAINS', values: one(n(3)) }, true],
    ['none', { operator: 'NOT_CONTAINS', values: one(n(3)) }, false],
    ['s', { operator: 'BEGINS_WITH', values: one({ S: 'hel' }) }, true],
    ['n', { operator: 'BEGINS_WITH', values: one({ S: '1' }) }, false],
    ['n', { operator: 'IN', values: [n(3), n(1)] }, true],
    ['ns', { operator: 'IN', values: [n(2), n(4)] }, false],
    ['n', { operator: 'BETWEEN', values: [n(1), n(1)] }, true],
    ['n', { operator: 'BETWEEN', values: [{ S: '0' }, { S: '2' }] }, false],
    ['none', { operator: 'BETWEEN', values: [n(0), n(9)] }, false],
    ['a.b', { value: n(7) }, true],
    ['__proto__', { operator: 'NULL' }, true],
    ['constructor', { exists: false }, true],
  ])('%s %j: %s', (attribute, asked, expected) => {
    expect(holds(attribute, asked)).toBe(expected);
  });

  const right: ExpectedAttribute = { attribute: 'n', value: n(1) };
  const wrong: ExpectedAttribute = { attribute: 's', value: n(1) };
  test.each<[readonly ExpectedAttribute[], 'all' | 'any', boolean]>([
    [[right, wrong], 'all', false],
    [[right, wrong], 'any', true],
    [[wrong, right], 'any', true],
    [[wrong, wrong], 'any', false],
  ])('%j, %s', (attributes, match, expected) => {
    const condition = bindExpected({ attributes, match });
    expect(condition && evaluateCondition(condition, item)).toBe(expected);
  });

  test('nothing of an item that may be missing', () => {
    expect(bindExpected({ attributes: [], match: 'all' })).toBeUndefined();
    const condition = bindExpected({
      attributes: [{ attribute: 'n', exists: false }],
      match: 'all',
    });
    expect(condition && evaluateCondition(condition, undefined)).toBe(true);
  });
});

describe('refuses', () => {
  test.each<[Asked, string]>([
    [{}, 'Value must be provided when Exists is null for Attribute: x'],
    [{ exists: true }, 'Value must be provided when Exists is true for Attribute: x'],
    [{ exists: false, value: n(1) }, 'Value cannot be used when Exists is false for Attribute: x'],
    [
      { value: n(1), values: [n(1)], operator: 'EQ', exists: true },
      'Value and AttributeValueList cannot be used together for Attribute: x',
    ],
    [
      { operator: 'EQ', exists: true },
      'Exists and ComparisonOperator cannot be used together for Attribute: x',
    ],
    [
      { operator: 'EQ' },
      'Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: x',
    ],
    [
      { values: [n(1)] },
      'AttributeValueList can only be used with a ComparisonOperator for Attribute: x',
    ],
    [
      { operator: 'BETWEEN', value: n(1) },
      'Invalid number of argument(s) for the BETWEEN ComparisonOperator',
    ],
    [
      { operator: 'NULL', value: n(1) },
      'Invalid number of argument(s) for the NULL ComparisonOperator',
    ],
  ])('%j', (asked, text) => {
    expect(refusalOf(() => holds('x', asked))).toBe(INVALID + text);
  });

  test('the first attribute that is wrong', () => {
    const attributes: ExpectedAttribute[] = [
      { attribute: 'fine', exists: false },
      { attribute: 'first' },
      { attribute: 'second' },
    ];
    expect(refusalOf(() => bindExpected({ attributes, match: 'all' }))).toBe(
      `${INVALID}Value must be provided when Exists is null for Attribute: first`,
    );
  });
});
