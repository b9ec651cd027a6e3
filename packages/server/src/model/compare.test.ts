import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reordered, wireItem, wireValue } from './arbitrary.ts';
import type { AttributeValue } from './attribute-value.ts';
import { compareScalars, equalItems, equalValues } from './compare.ts';
import { decodeItem, decodeValue } from './decode-item.ts';

describe('equality', () => {
  test.each<[AttributeValue, AttributeValue, boolean]>([
    [{ S: '1' }, { S: '1' }, true],
    [{ S: '1' }, { N: '1' }, false],
    [{ N: '1' }, { S: '1' }, false],
    [{ B: '' }, { S: '' }, false],
    [{ BOOL: true }, { BOOL: false }, false],
    [{ BOOL: true }, { NULL: true }, false],
    [{ NULL: true }, { NULL: true }, true],
    [{ SS: ['a', 'b'] }, { SS: ['b', 'a'] }, true],
    [{ SS: ['a', 'b'] }, { SS: ['a', 'c'] }, false],
    [{ SS: ['a'] }, { SS: ['a', 'b'] }, false],
    [{ SS: ['1'] }, { NS: ['1'] }, false],
    [{ BS: ['AQ=='] }, { BS: ['AQ=='] }, true],
    [{ BS: ['AQ=='] }, { SS: ['AQ=='] }, false],
    [{ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] }, false],
    [{ L: [{ S: 'a' }] }, { L: [{ S: 'a' }, { S: 'b' }] }, false],
    [{ L: [] }, { M: {} }, false],
    [{ M: {} }, { L: [] }, false],
    [{ M: { a: { S: 'x' }, b: { S: 'y' } } }, { M: { b: { S: 'y' }, a: { S: 'x' } } }, true],
    [{ M: { a: { S: 'x' } } }, { M: { b: { S: 'x' } } }, false],
    [{ M: { toString: { S: 'x' } } }, { M: { a: { S: 'x' } } }, false],
    [{ M: { a: { S: 'x' } } }, { M: {} }, false],
  ])('%j and %j: %s', (a, b, equal) => {
    expect(equalValues(a, b)).toBe(equal);
    expect(equalValues(b, a)).toBe(equal);
  });

  test('it ignores the order of attributes and of set members', () => {
    fc.assert(
      fc.property(wireItem(), (wire) => {
        const item = decodeItem(wire);
        expect(equalItems(item, reordered(item))).toBe(true);
      }),
    );
  });

  test('it is equality of the canonical text', () => {
    fc.assert(
      fc.property(wireValue(), wireValue(), (a, b) => {
        const [left, right] = [decodeValue(a), decodeValue(b)];
        expect(equalValues(left, right)).toBe(JSON.stringify(left) === JSON.stringify(right));
      }),
      { numRuns: 1000 },
    );
  });
});

test.each<[AttributeValue, AttributeValue, number | undefined]>([
  [{ S: 'a' }, { S: 'b' }, -1],
  [{ S: 'a' }, { S: '' }, 1],
  [{ S: '\uffee' }, { S: '\u{1f600}' }, -1],
  [{ N: '10' }, { N: '9' }, 1],
  [{ N: '-10' }, { N: '9' }, -1],
  [{ N: '9' }, { N: '9' }, 0],
  [{ B: '/w==' }, { B: 'AA==' }, 1],
  [{ B: 'AA==' }, { B: 'AA==' }, 0],
  [{ B: 'AA==' }, { S: 'AA==' }, undefined],
  [{ S: '1' }, { N: '1' }, undefined],
  [{ N: '1' }, { S: '1' }, undefined],
  [{ BOOL: true }, { BOOL: true }, undefined],
  [{ SS: ['a'] }, { SS: ['a'] }, undefined],
])('order of %j and %j: %s', (a, b, order) => {
  const result = compareScalars(a, b);
  expect(result === undefined ? undefined : Math.sign(result)).toBe(order);
});
