import { describe, expect, test } from 'vitest';
import { InvalidInput } from './invalid-input.ts';
import type { SetType } from './set-members.ts';
import { decodeMembers, sortedMembers } from './set-members.ts';

const INVALID = 'One or more parameter values were invalid: ';

test.each<[SetType, string[], string[]]>([
  ['SS', ['b', '', 'a'], ['', 'a', 'b']],
  ['SS', ['\u{1f600}', '\uffee'], ['\uffee', '\u{1f600}']],
  ['NS', ['1e1', '9.0', '-1'], ['-1', '9', '10']],
  ['BS', ['/w==', '', 'AA=='], ['', 'AA==', '/w==']],
])('%s %j is held as %j', (type, sent, members) => {
  expect(decodeMembers(type, sent, 'current')).toEqual(members);
});

test('members in order keep their array', () => {
  const members = ['a', 'b'];
  expect(sortedMembers('SS', members)).toBe(members);
});

describe.each(['current', 'older'] as const)('empty sets in the %s layer', (layer) => {
  test.each<[SetType, string]>([
    ['SS', `${INVALID}An string set  may not be empty`],
    ['NS', `${INVALID}An number set  may not be empty`],
    ['BS', `${INVALID}Binary sets should not be empty`],
  ])('%s', (type, message) => {
    expect(() => decodeMembers(type, [], layer)).toThrow(new InvalidInput('value', message));
  });
});

describe('members sent twice', () => {
  test.each<[SetType, string[], string]>([
    ['SS', ['b', 'a', 'b'], `${INVALID}Input collection ["a", "b", "b"] contains duplicates.`],
    [
      'SS',
      ['c', 'b', 'a', 'b', 'z', 'c'],
      `${INVALID}Input collection ["a", "b", "c", "b", "z", "c"] contains duplicates.`,
    ],
    ['SS', ['', ''], `${INVALID}Input collection ["", ""] contains duplicates.`],
    [
      'BS',
      ['/w==', 'AA==', 'AA=='],
      `${INVALID}Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.`,
    ],
    ['NS', ['2', '1', '2'], `${INVALID}Input collection contains duplicates.`],
    ['NS', ['1', '1.0'], `${INVALID}Input collection contains duplicates.`],
  ])('current layer: %s %j', (type, members, message) => {
    const refusal = new InvalidInput('value', message);
    expect(() => decodeMembers(type, members, 'current')).toThrow(refusal);
  });

  test.each<[SetType, string[], string]>([
    ['SS', ['b', 'a', 'b'], `${INVALID}Input collection [b, a, b] contains duplicates.`],
    [
      'BS',
      ['/w==', 'AA==', 'AA=='],
      `${INVALID}Input collection [/w==, AA==, AA==]of type BS contains duplicates.`,
    ],
    ['NS', ['2', '1', '2'], 'Input collection contains duplicates'],
  ])('older layer: %s %j', (type, members, message) => {
    const refusal = new InvalidInput('value', message);
    expect(() => decodeMembers(type, members, 'older')).toThrow(refusal);
  });

  test('a member that is no number is refused before', () => {
    const refusal = new InvalidInput(
      'value',
      'The parameter cannot be converted to a numeric value: b',
    );
    expect(() => decodeMembers('NS', ['1', '1', 'b'], 'current')).toThrow(refusal);
  });
});
