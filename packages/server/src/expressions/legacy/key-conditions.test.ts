import { describe, expect, test } from 'vitest';
import type { KeyParts } from '../../model/table.ts';
import { type KeyCondition, matchKey } from '../key-condition.ts';
import { refusalOf } from '../testing/expression-fixtures.ts';
import type { AttributeCondition } from './filter.ts';
import { bindKeyConditions } from './key-conditions.ts';

const hashOnly: KeyParts = { partition: [{ name: 'p', type: 'S' }], sort: [] };
const withSort: KeyParts = { ...hashOnly, sort: [{ name: 's', type: 'N' }] };
const withText: KeyParts = { ...hashOnly, sort: [{ name: 's', type: 'S' }] };

function condition(
  attribute: string,
  operator: AttributeCondition['operator'],
  ...values: unknown[]
): AttributeCondition {
  return { attribute, operator, values };
}

function matched(key: KeyParts, ...conditions: AttributeCondition[]): KeyCondition {
  return matchKey(bindKeyConditions(conditions), key);
}

const p = condition('p', 'EQ', { S: 'a' });
const n = (value: number) => ({ N: String(value) });

describe('KeyConditions', () => {
  test.each<[AttributeCondition, string, readonly unknown[]]>([
    [condition('s', 'EQ', n(1)), '=', [n(1)]],
    [condition('s', 'LT', n(1)), '<', [n(1)]],
    [condition('s', 'LE', n(1)), '<=', [n(1)]],
    [condition('s', 'GT', n(1)), '>', [n(1)]],
    [condition('s', 'GE', { N: '1.0' }), '>=', [n(1)]],
    [condition('s', 'BETWEEN', n(1), n(2)), 'between', [n(1), n(2)]],
  ])('%j selects', (sort, operator, values) => {
    const expected = { partition: [{ S: 'a' }], sortPrefix: [], sort: { operator, values } };
    expect(matched(withSort, p, sort)).toEqual(expected);
    expect(matched(withSort, sort, p)).toEqual(expected);
  });

  test('BEGINS_WITH selects', () => {
    expect(matched(withText, p, condition('s', 'BEGINS_WITH', { S: 'x' }))).toEqual({
      partition: [{ S: 'a' }],
      sortPrefix: [],
      sort: { operator: 'begins_with', values: [{ S: 'x' }] },
    });
  });

  test('the partition key alone selects', () => {
    expect(matched(withSort, p)).toEqual({ partition: [{ S: 'a' }], sortPrefix: [] });
    expect(matched(hashOnly, p)).toEqual({ partition: [{ S: 'a' }], sortPrefix: [] });
  });

  test('select on an index of several key attributes', () => {
    const key: KeyParts = {
      partition: hashOnly.partition,
      sort: [
        { name: 's', type: 'S' },
        { name: 't', type: 'N' },
      ],
    };
    const conditions = [p, condition('t', 'GT', n(1)), condition('s', 'EQ', { S: 'x' })];
    expect(matched(key, ...conditions)).toEqual({
      partition: [{ S: 'a' }],
      sortPrefix: [{ S: 'x' }],
      sort: { operator: '>', values: [n(1)] },
    });
  });

  const NOT_INDEXABLE = 'Attempted conditional constraint is not an indexable operation';
  const NO_PARTITION = 'Query condition missed key schema element: p';
  const INVALID = 'One or more parameter values were invalid: ';
  test.each<[string, readonly AttributeCondition[]]>([
    ['Conditions can be of length 1 or 2 only', []],
    [NO_PARTITION, [condition('s', 'EQ', n(1))]],
    [NO_PARTITION, [condition('z', 'NULL')]],
    ['Query condition missed key schema element: s', [p, condition('z', 'NULL')]],
    [NOT_INDEXABLE, [condition('p', 'NE', { S: 'a' })]],
    [NOT_INDEXABLE, [condition('p', 'NOT_NULL')]],
    [NOT_INDEXABLE, [p, condition('s', 'NULL')]],
    [NOT_INDEXABLE, [p, condition('s', 'IN', n(1))]],
    [NOT_INDEXABLE, [p, condition('s', 'CONTAINS', n(1))]],
    [NOT_INDEXABLE, [p, condition('s', 'NOT_CONTAINS', n(1))]],
    ['Query key condition not supported', [condition('p', 'LE', { S: 'a' })]],
    ['Query key condition not supported', [condition('p', 'BEGINS_WITH', { S: 'a' })]],
    [
      `${INVALID}Condition parameter type does not match schema type`,
      [p, condition('s', 'EQ', { S: '1' })],
    ],
    [
      `${INVALID}Invalid number of argument(s) for the EQ ComparisonOperator`,
      [condition('p', 'EQ')],
    ],
    [
      `${INVALID}ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type`,
      [p, condition('s', 'BEGINS_WITH', n(1))],
    ],
    [
      'The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)',
      [p, condition('s', 'EQ', n(1)), condition('t', 'EQ', n(1))],
    ],
  ])('are refused: %s', (text, conditions) => {
    expect(refusalOf(() => matched(withSort, ...conditions))).toBe(`rule: ${text}`);
  });
});
