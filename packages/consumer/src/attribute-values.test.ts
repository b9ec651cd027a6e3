import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NumberMode, plainItem, plainValue } from './attribute-values.ts';

test('every type', () => {
  const bytes = Uint8Array.of(1, 2);
  expect(
    plainItem({
      s: { S: '' },
      n: { N: '-1.50' },
      b: { B: bytes },
      ss: { SS: ['a', 'b'] },
      ns: { NS: ['1', '2'] },
      bs: { BS: [bytes] },
      m: { M: { inner: { L: [{ BOOL: false }, { NULL: true }] } } },
    }),
  ).toEqual({
    s: '',
    n: -1.5,
    b: bytes,
    ss: new Set(['a', 'b']),
    ns: new Set([1, 2]),
    bs: new Set([bytes]),
    m: { inner: [false, null] },
  });
});

test.each<[NumberMode, string, unknown]>([
  ['safe', '0', 0],
  ['safe', '0.1', 0.1],
  ['safe', '123456789012345', 123_456_789_012_345],
  ['safe', '9007199254740991', 9_007_199_254_740_991],
  ['safe', '9007199254740993', '9007199254740993'],
  ['safe', '0.12345678901234567890', '0.12345678901234567890'],
  ['safe', '1E+125', '1E+125'],
  ['safe', '1E-130', 1e-130],
  ['bigint', '9007199254740993', 9_007_199_254_740_993n],
  ['bigint', '-12', -12],
  ['bigint', '0.12345678901234567890', '0.12345678901234567890'],
  ['string', '1', '1'],
  ['number', '9007199254740993', 9_007_199_254_740_992],
])('numbers, %s: %s', (mode, text, value) => {
  expect(plainValue({ N: text }, mode)).toEqual(value);
});

test('a number that is one says exactly what the text says', () => {
  const digits = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });
  fc.assert(
    fc.property(digits, fc.nat(40), (whole, places) => {
      const text = decimal(whole, places);
      const value = plainValue({ N: text });
      if (typeof value === 'string') expect(value).toBe(text);
      else expect(exact(value as number)).toBe(exact(text));
    }),
  );
});

/** `whole` with the point moved to the left by so many places. */
function decimal(whole: bigint, places: number): string {
  const digits = String(whole < 0n ? -whole : whole).padStart(places + 1, '0');
  const fraction = places === 0 ? '' : `.${digits.slice(-places)}`;
  return `${whole < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}${fraction}`;
}

/** The shortest digits and the exponent of a decimal text. */
function exact(value: number | string): string {
  const [mantissa = '', exponent = '0'] = String(value).toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const scale = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${mantissa.startsWith('-') ? '-' : ''}${significant}e${scale}`;
}

test('__proto__ is a name like any other', () => {
  const item = plainItem(JSON.parse('{"__proto__":{"S":"x"}}'));
  expect(Object.keys(item)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
});

test('a type that is not known is refused', () => {
  expect(() => plainValue({ $unknown: ['X', 1] } as object)).toThrow('$unknown');
});
