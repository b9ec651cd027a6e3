// Patterns by what they match. The rules are EventBridge's (its user guide, "Comparison operators", and
// github.com/aws/event-ruler); those marked AWS were observed with Lambda and DynamoDB streams.

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compilePattern, InvalidPattern } from './compile-pattern.ts';
import { matchesPattern } from './match-pattern.ts';

const matches = (pattern: unknown, record: unknown): boolean =>
  matchesPattern(compilePattern(JSON.stringify(pattern)), record);

const record = {
  eventName: 'INSERT',
  eventVersion: '1.1',
  dynamodb: {
    ApproximateCreationDateTime: 1_767_225_600,
    Keys: { id: { S: 'o-1' } },
    NewImage: {
      id: { S: 'o-1' },
      state: { S: 'Paid' },
      total: { N: '42' },
      tags: { SS: ['a', 'b'] },
      lines: { L: [{ M: { sku: { S: 'x' }, n: { N: '1' } } }, { M: { sku: { S: 'y' } } }] },
      gone: { NULL: true },
      file: { S: 'img/a.png' },
    },
    SizeBytes: 80,
  },
};
const image = (pattern: object) => ({ dynamodb: { NewImage: pattern } });

describe('a pattern that matches', () => {
  it.each<[string, object]>([
    ['one of several values', { eventName: ['REMOVE', 'INSERT'] }],
    ['several fields', { eventName: ['INSERT'], eventVersion: ['1.1'] }],
    ['a value of DynamoDB by its type', image({ state: { S: ['Paid'] } })],
    ['a number of DynamoDB as text (AWS)', image({ total: { N: ['42'] } })],
    ['a boolean', image({ gone: { NULL: [true] } })],
    ['one member of a set', image({ tags: { SS: ['b'] } })],
    ['an element of a list', image({ lines: { L: { M: { sku: { S: ['y'] } } } } })],
    ['a prefix', image({ file: { S: [{ prefix: 'img/' }] } })],
    [
      'a prefix in any case',
      image({ file: { S: [{ prefix: { 'equals-ignore-case': 'IMG/' } }] } }),
    ],
    ['a suffix', image({ file: { S: [{ suffix: '.png' }] } })],
    [
      'a suffix in any case',
      image({ file: { S: [{ suffix: { 'equals-ignore-case': '.PNG' } }] } }),
    ],
    ['text in any case', image({ state: { S: [{ 'equals-ignore-case': 'pAID' }] } })],
    ['a wildcard', image({ file: { S: [{ wildcard: 'img/*.png' }] } })],
    ['a wildcard alone', image({ file: { S: [{ wildcard: '*' }] } })],
    ['a real number (AWS)', { dynamodb: { ApproximateCreationDateTime: [{ numeric: ['>', 0] }] } }],
    ['a range', { dynamodb: { SizeBytes: [{ numeric: ['>=', 80, '<', 81] }] } }],
    ['an equal number', { dynamodb: { SizeBytes: [{ numeric: ['=', 80] }] } }],
    ['anything but a value', { eventName: [{ 'anything-but': 'REMOVE' }] }],
    ['anything but some values', { eventName: [{ 'anything-but': ['REMOVE', 'MODIFY'] }] }],
    ['anything but a prefix', { eventName: [{ 'anything-but': { prefix: 'MOD' } }] }],
    ['anything but some suffixes', { eventName: [{ 'anything-but': { suffix: ['FY', 'VE'] } }] }],
    [
      'anything but some texts in any case',
      { eventName: [{ 'anything-but': { 'equals-ignore-case': ['remove'] } }] },
    ],
    ['anything but a wildcard', { eventName: [{ 'anything-but': { wildcard: 'RE*' } }] }],
    ['what exists', image({ state: { S: [{ exists: true }] } })],
    ['what does not exist', image({ state: { N: [{ exists: false }] } })],
    ['what does not exist at any depth', { none: { of: { this: [{ exists: false }] } } }],
    [
      'where an object is, since no value exists there (AWS)',
      image({ state: [{ exists: false }] }),
    ],
    ['one of a choice', { $or: [{ eventName: ['REMOVE'] }, { eventVersion: ['1.1'] }] }],
    [
      'one of a choice deeper down',
      image({ $or: [{ state: { S: ['x'] } }, { total: { N: ['42'] } }] }),
    ],
  ])('%s', (_, pattern) => {
    expect(matches(pattern, record)).toBe(true);
  });
});

describe('a pattern that does not match', () => {
  it.each<[string, object]>([
    ['another value', { eventName: ['REMOVE'] }],
    ['one field of two', { eventName: ['INSERT'], eventVersion: ['2'] }],
    ['without the type of DynamoDB (AWS)', image({ state: ['Paid'] })],
    ['a number of DynamoDB by numeric (AWS)', image({ total: { N: [{ numeric: ['>', 0] }] } })],
    ['a number for a text', image({ total: { N: [42] } })],
    [
      'two fields in two elements',
      image({ lines: { L: { M: { sku: { S: ['y'] }, n: { N: ['1'] } } } } }),
    ],
    ['anything but, where nothing is', { none: [{ 'anything-but': 'x' }] }],
    ['what exists, where an object is', image({ state: [{ exists: true }] })],
    ['a prefix of a number', { dynamodb: { SizeBytes: [{ prefix: '8' }] } }],
    ['a wildcard that needs more', image({ file: { S: [{ wildcard: 'img/a.png*g' }] } })],
    ['none of a choice', { $or: [{ eventName: ['REMOVE'] }, { eventVersion: ['2'] }] }],
    [
      'a choice beside another field',
      { eventName: ['x'], $or: [{ eventName: ['INSERT'] }, { a: [1] }] },
    ],
    ['an inherited member', { constructor: { name: [{ exists: true }] } }],
  ])('%s', (_, pattern) => {
    expect(matches(pattern, record)).toBe(false);
  });
});

it('takes an asterisk for itself behind a backslash', () => {
  expect(matches({ a: [{ wildcard: String.raw`a\*b*` }] }, { a: 'a*bc' })).toBe(true);
  expect(matches({ a: [{ wildcard: String.raw`a\*b*` }] }, { a: 'axbc' })).toBe(false);
});

it('takes the last of fields of one name (AWS)', () => {
  const pattern = compilePattern('{"a":["x"],"a":["y"]}');
  expect(matchesPattern(pattern, { a: 'y' })).toBe(true);
  expect(matchesPattern(pattern, { a: 'x' })).toBe(false);
});

it.each([
  '',
  'x',
  '[]',
  '"x"',
  'null',
  '{}',
  '{"a":{}}',
  '{"a":[]}',
  '{"a":"x"}',
  '{"a":1}',
  '{"a":null}',
  '{"a":[["x"]]}',
  '{"a":[{}]}',
  '{"a":[{"prefix":"a","suffix":"b"}]}',
  '{"a":[{"prefix":1}]}',
  '{"a":[{"prefix":{"wildcard":"a"}}]}',
  '{"a":[{"nothing":"a"}]}',
  '{"a":[{"exists":"true"}]}',
  '{"a":[{"numeric":[">"]}]}',
  '{"a":[{"numeric":["~",1]}]}',
  '{"a":[{"numeric":[">","1"]}]}',
  '{"a":[{"numeric":[">",1,">",2]}]}',
  '{"a":[{"numeric":[">",2,"<",1]}]}',
  '{"a":[{"anything-but":[]}]}',
  '{"a":[{"anything-but":["a",1]}]}',
  '{"a":[{"anything-but":null}]}',
  '{"a":[{"anything-but":{"numeric":["=",1]}}]}',
  '{"a":[{"wildcard":"a**b"}]}',
  String.raw`{"a":[{"wildcard":"a\\n"}]}`,
  '{"$or":"x"}',
])('%s is no pattern', (text) => {
  expect(() => compilePattern(text)).toThrow(InvalidPattern);
});

/** A record as its paths and values, each with the elements of lists that it lies in. */
describe('by a matcher that tries everything', () => {
  const name = fc.constantFrom('a', 'b');
  const scalar = fc.constantFrom<unknown>('x', 'xy', 'y', '', 0, 1, true, null);
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 2 }),
    ),
  })).value;
  const leaf = fc.constantFrom<unknown>(
    'x',
    1,
    null,
    true,
    { prefix: 'x' },
    { suffix: 'y' },
    { exists: true },
    { exists: false },
    { 'anything-but': ['x', 'y'] },
    { numeric: ['>', 0] },
    { wildcard: '*x*' },
    { 'equals-ignore-case': 'XY' },
  );
  const pattern = fc.letrec((tie) => ({
    object: fc.dictionary(
      name,
      fc.oneof({ maxDepth: 3 }, fc.array(leaf, { minLength: 1, maxLength: 2 }), tie('object')),
      {
        minKeys: 1,
        maxKeys: 2,
      },
    ),
  })).object;

  const tests: Record<string, (value: unknown, operand: never) => boolean> = {
    prefix: (of, text: string) => typeof of === 'string' && of.slice(0, text.length) === text,
    suffix: (of, text: string) => typeof of === 'string' && of.endsWith(text),
    'anything-but': (of, list: unknown[]) => !list.includes(of),
    numeric: (of, [, bound]: [string, number]) => typeof of === 'number' && of > bound,
    wildcard: (of) => typeof of === 'string' && /x/.test(of),
    'equals-ignore-case': (of, text: string) => typeof of === 'string' && of.toUpperCase() === text,
  };

  /** All ways to take one element of each list: a record of which no list is left. */
  function choicesOf(of: unknown): unknown[] {
    if (Array.isArray(of)) return of.length === 0 ? [undefined] : of.flatMap(choicesOf);
    if (typeof of !== 'object' || of === null) return [of];
    let all: Record<string, unknown>[] = [{}];
    for (const [key, member] of Object.entries(of)) {
      all = all.flatMap((known) =>
        choicesOf(member).map((chosen) => Object.assign({}, known, { [key]: chosen })),
      );
    }
    return all;
  }

  function naive(of: object, chosen: unknown): boolean {
    return Object.entries(of).every(([key, rule]: [string, unknown]) => {
      const member =
        typeof chosen === 'object' && chosen !== null
          ? (chosen as Record<string, unknown>)[key]
          : undefined;
      if (!Array.isArray(rule)) return naive(rule as object, member);
      const isThere = member !== undefined && (typeof member !== 'object' || member === null);
      return rule.some((test: unknown) => {
        if (typeof test !== 'object' || test === null) return isThere && member === test;
        const [[kind, operand]] = Object.entries(test) as [[string, unknown]];
        if (kind === 'exists') return operand === isThere;
        return isThere && tests[kind]?.(member, operand as never) === true;
      });
    });
  }

  /** What does not exist must exist in no element; the naive matcher looks at one element at a time. */
  const hasExistsFalse = (of: unknown): boolean => JSON.stringify(of).includes('"exists":false');

  test('it says the same', () => {
    fc.assert(
      fc.property(pattern, fc.dictionary(name, value), (of, about) => {
        fc.pre(!hasExistsFalse(of) || !JSON.stringify(about).includes('['));
        const expected = choicesOf(about).some((chosen) => naive(of, chosen));
        expect(matches(of, about)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('it never fails, whatever the pattern and the record', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (of, about) => {
        try {
          matches(of, about);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPattern);
        }
      }),
    );
  });
});

test('a hostile wildcard takes no more than a plain one', () => {
  const asterisks = '*a'.repeat(2000);
  const text = `${'a'.repeat(100_000)}b`;
  expect(matches({ a: [{ wildcard: `${asterisks}*c` }] }, { a: text })).toBe(false);
});
