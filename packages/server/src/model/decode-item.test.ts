import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reordered, wireItem } from './arbitrary.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { canonicalItem, decodeItem, decodeValue } from './decode-item.ts';
import { InvalidInput } from './invalid-input.ts';

const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
const NO_TYPE =
  'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
const SEVERAL_TYPES =
  'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes';

function wrapped(levels: number, wrap: (inner: AttributeValue) => AttributeValue): AttributeValue {
  let value: AttributeValue = { S: 'leaf' };
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

const inMap = (inner: AttributeValue): AttributeValue => ({ M: { n: inner } });
const inList = (inner: AttributeValue): AttributeValue => ({ L: [inner] });

describe('canonical values', () => {
  test.each([
    [{ S: '' }, { S: '' }],
    [{ N: '+01.50' }, { N: '1.5' }],
    [{ B: 'AR==' }, { B: 'AQ==' }],
    [{ BOOL: false }, { BOOL: false }],
    [{ NULL: true }, { NULL: true }],
    [{ SS: ['b', 'a'] }, { SS: ['a', 'b'] }],
    [{ L: [{ N: '1.0' }, { L: [] }] }, { L: [{ N: '1' }, { L: [] }] }],
    [{ M: { a: { N: '-0' }, b: { M: {} } } }, { M: { a: { N: '0' }, b: { M: {} } } }],
    [{ S: 'a', Unknown: 1 }, { S: 'a' }],
    [{ S: 'a', N: null }, { S: 'a' }],
    [{ S: 'lone \ud800' }, { S: 'lone \ufffd' }],
  ])('%j is held as %j', (wire, value) => {
    expect(decodeValue(wire)).toEqual(value);
  });

  test('attributes are sorted, behind the names that objects list first', () => {
    const wire = JSON.parse(
      '{"b":{"S":"1"},"__proto__":{"S":"2"},"10":{"S":"3"},"a":{"S":"4"},"9":{"S":"5"},"01":{"S":"6"}}',
    ) as unknown;
    expect(JSON.stringify(decodeItem(wire))).toBe(
      '{"9":{"S":"5"},"10":{"S":"3"},"01":{"S":"6"},"__proto__":{"S":"2"},"a":{"S":"4"},"b":{"S":"1"}}',
    );
  });

  test('names that are no Unicode text take their place among the others', () => {
    const item = decodeItem({ '\ue000': { S: '1' }, '\ud800': { S: '2' } });
    expect(Object.keys(item)).toEqual(['\ue000', '\ufffd']);
    expect(canonicalItem(item)).toBe(item);
  });

  test('the order in which a request lists things is forgotten', () => {
    fc.assert(
      fc.property(wireItem(), (wire) => {
        expect(JSON.stringify(decodeItem(reordered(wire)))).toBe(JSON.stringify(decodeItem(wire)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('refusals', () => {
  test.each<[unknown, InvalidInput]>([
    [{}, new InvalidInput('rule', NO_TYPE)],
    [{ Unknown: 'a' }, new InvalidInput('rule', NO_TYPE)],
    [{ S: null }, new InvalidInput('rule', NO_TYPE)],
    [{ S: 'a', N: '1' }, new InvalidInput('rule', SEVERAL_TYPES)],
    [{ S: 'a', N: '1', BOOL: true }, new InvalidInput('rule', SEVERAL_TYPES)],
    [{ L: [{}] }, new InvalidInput('rule', NO_TYPE)],
    [{ L: [null] }, new InvalidInput('rule', NO_TYPE)],
    [{ M: { a: { S: 'a', N: '1' } } }, new InvalidInput('rule', SEVERAL_TYPES)],
    [
      { NULL: false },
      new InvalidInput(
        'value',
        'One or more parameter values were invalid: Null attribute value types must have the value of true',
      ),
    ],
    [
      { M: { x: { L: [{ N: 'abc' }] } } },
      new InvalidInput('value', 'The parameter cannot be converted to a numeric value: abc'),
    ],
    [
      { SS: [] },
      new InvalidInput(
        'value',
        'One or more parameter values were invalid: An string set  may not be empty',
      ),
    ],
    [{ M: { '': { S: 'a' } } }, new InvalidInput('rule', 'Empty attribute name')],
  ])('%j', (value, refusal) => {
    expect(() => decodeValue(value)).toThrow(refusal);
    expect(() => decodeItem({ pk: { S: 'a' }, value })).toThrow(refusal);
  });

  test('the older layer words some of them differently', () => {
    const refusal = new InvalidInput('value', 'Input collection contains duplicates');
    expect(() => decodeItem({ a: { NS: ['1', '1'] } }, 'older')).toThrow(refusal);
    expect(() => decodeValue({ L: [{ NS: ['1', '1'] }] }, 'older')).toThrow(refusal);
  });

  test('attribute names hold 1 to 65,535 bytes', () => {
    const longest = 'é'.repeat(32_767) + 'a';
    expect(Object.keys(decodeItem({ [longest]: { S: '' } }))).toEqual([longest]);
    expect(() => decodeItem({ [`${longest}a`]: { S: '' } })).toThrow(
      new InvalidInput('value', 'Attribute name is too large, must be less than 65536 bytes'),
    );
    expect(() => decodeItem({ '': { S: '' } })).toThrow(
      new InvalidInput('rule', 'Empty attribute name'),
    );
  });

  test.each([inMap, inList])('31 levels of nesting are accepted, 32 are not', (wrap) => {
    const deepest = wrapped(31, wrap);
    expect(decodeValue(deepest)).toEqual(deepest);
    const refusal = new InvalidInput('value', TOO_DEEP);
    expect(() => decodeValue(wrapped(32, wrap))).toThrow(refusal);
    expect(() => decodeItem({ a: wrapped(32, wrap) })).toThrow(refusal);
    expect(() => decodeItem({ a: wrapped(100_000, wrap) })).toThrow(refusal);
  });

  test('names come before nesting, nesting before names in maps and before values', () => {
    const deep = wrapped(40, inMap);
    expect(() => decodeItem({ d: deep, '': { S: 'x' } })).toThrow('Empty attribute name');
    expect(() => decodeItem({ a: { M: { '': { S: 'x' } } }, d: deep })).toThrow(TOO_DEEP);
    expect(() => decodeItem({ a: { N: 'abc' }, d: deep })).toThrow(TOO_DEEP);
  });
});

describe('canonicalItem', () => {
  test('a canonical item is returned as it is', () => {
    fc.assert(
      fc.property(wireItem(), (wire) => {
        const item = decodeItem(wire);
        expect(canonicalItem(item)).toBe(item);
      }),
      { numRuns: 500 },
    );
  });

  test('any other becomes what decoding it gives', () => {
    fc.assert(
      fc.property(wireItem(), (wire) => {
        const item = decodeItem(wire);
        expect(JSON.stringify(canonicalItem(reordered(item)))).toBe(JSON.stringify(item));
      }),
      { numRuns: 500 },
    );
  });

  test('what an update nests too deeply is refused', () => {
    const item: Item = { a: wrapped(31, inMap) };
    expect(canonicalItem(item)).toBe(item);
    const refusal = new InvalidInput('rule', TOO_DEEP);
    expect(() => canonicalItem({ a: wrapped(32, inMap) })).toThrow(refusal);
    expect(() => canonicalItem({ a: wrapped(32, inList) })).toThrow(refusal);
  });
});
