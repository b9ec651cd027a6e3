import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberText } from './arbitrary.ts';
import { InvalidInput } from './invalid-input.ts';
import {
  addNumbers,
  canonicalNumber,
  compareNumbers,
  numberSizeBytes,
  subtractNumbers,
} from './number.ts';

const OVERFLOW =
  'Number overflow. Attempting to store a number with magnitude larger than supported range';
const UNDERFLOW =
  'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const NOT_NUMERIC = 'The parameter cannot be converted to a numeric value';
const TOO_PRECISE = 'Attempting to store more than 38 significant digits in a Number';

const SCALE = 200;

/** A number of any spelling as an exact integer, 10^200 times its value. */
function scaled(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [integer = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const shift = SCALE + Number(exponent) - fraction.length;
  const magnitude = BigInt(integer + fraction) * 10n ** BigInt(shift);
  return mantissa.startsWith('-') ? -magnitude : magnitude;
}

function signOf(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

/** How many significant digits an integer has. */
function significantDigits(value: bigint): number {
  return String(value).replace('-', '').replace(/0+$/, '').length;
}

/** What storing an exact result gives: its value, or the text of the refusal. */
function storable(value: bigint): bigint | string {
  return significantDigits(value) <= 38 ? value : OVERFLOW;
}

function outcome(compute: () => string): bigint | string {
  try {
    const result = compute();
    return canonicalNumber(result) === result ? scaled(result) : `${result} is not canonical`;
  } catch (error) {
    return error instanceof InvalidInput ? error.message : String(error);
  }
}

const canonical = numberText().map((text) => canonicalNumber(text));

describe('canonical form', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['+0', '0'],
    ['0.0', '0'],
    ['-0.00e5', '0'],
    ['5', '5'],
    ['+5', '5'],
    ['-5', '-5'],
    ['1.0', '1'],
    ['01', '1'],
    ['0001.23', '1.23'],
    ['.123', '0.123'],
    ['-.5', '-0.5'],
    ['5.', '5'],
    ['1.5E2', '150'],
    ['1e+5', '100000'],
    ['-17.4E37', `-174${'0'.repeat(36)}`],
    ['1e125', `1${'0'.repeat(125)}`],
    ['1e-130', `0.${'0'.repeat(129)}1`],
    ['0e125', '0'],
    ['0e-130', '0'],
    ['9'.repeat(38), '9'.repeat(38)],
    [`${'9'.repeat(38)}0`, `${'9'.repeat(38)}0`],
    [`0.${'0'.repeat(50)}${'9'.repeat(38)}`, `0.${'0'.repeat(50)}${'9'.repeat(38)}`],
    [`${'0'.repeat(500)}7${'0'.repeat(3)}.${'0'.repeat(500)}`, '7000'],
    [`1${'0'.repeat(1000)}e-1000`, '1'],
  ])('%s is %s', (text, expected) => {
    expect(canonicalNumber(text)).toBe(expected);
  });

  test('it keeps the value, and its own canonical form is itself', () => {
    fc.assert(
      fc.property(numberText(), (text) => {
        const number = canonicalNumber(text);
        expect(scaled(number)).toBe(scaled(text));
        expect(canonicalNumber(number)).toBe(number);
        expect(number).toMatch(/^(0|-?([1-9]\d*|0(?=\.))(\.\d*[1-9])?)$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('refusals of the current layer', () => {
  test.each([
    ['', `${NOT_NUMERIC}: `],
    ['abc', `${NOT_NUMERIC}: abc`],
    [' 1', `${NOT_NUMERIC}:  1`],
    ['1 ', `${NOT_NUMERIC}: 1 `],
    ['1\n', `${NOT_NUMERIC}: 1\n`],
    ['1.2.3', `${NOT_NUMERIC}: 1.2.3`],
    ['0x10', `${NOT_NUMERIC}: 0x10`],
    ['1e', `${NOT_NUMERIC}: 1e`],
    ['e5', `${NOT_NUMERIC}: e5`],
    ['-', `${NOT_NUMERIC}: -`],
    ['.', `${NOT_NUMERIC}: .`],
    ['-.', `${NOT_NUMERIC}: -.`],
    ['--1', `${NOT_NUMERIC}: --1`],
    ['1,5', `${NOT_NUMERIC}: 1,5`],
    ['１', `${NOT_NUMERIC}: １`],
    ['NaN', `${NOT_NUMERIC}: NaN`],
    ['Infinity', `${NOT_NUMERIC}: Infinity`],
    ['1e9223372036854775808', `${NOT_NUMERIC}: 1e9223372036854775808`],
    ['1e-9223372036854775809', `${NOT_NUMERIC}: 1e-9223372036854775809`],
    [`1e${'9'.repeat(400)}`, `${NOT_NUMERIC}: 1e${'9'.repeat(400)}`],
    ['1e126', OVERFLOW],
    ['-1e126', OVERFLOW],
    ['11e125', OVERFLOW],
    ['1e2147483647', OVERFLOW],
    ['1e2147483648', OVERFLOW],
    ['1e99999999999', OVERFLOW],
    ['1e9223372036854775807', OVERFLOW],
    ['0e126', OVERFLOW],
    ['1e-131', UNDERFLOW],
    ['0.9e-130', UNDERFLOW],
    ['-1e-131', UNDERFLOW],
    ['1e-99999999999', UNDERFLOW],
    ['1e-9223372036854775808', UNDERFLOW],
    ['0e-131', UNDERFLOW],
    ['1'.repeat(39), TOO_PRECISE],
    ['3.14159265358979323846264338327950288419', TOO_PRECISE],
    ['314159265358979323846264338327950288419e30', TOO_PRECISE],
    [`1${'0'.repeat(37)}.1`, TOO_PRECISE],
    [`${'1'.repeat(39)}e125`, OVERFLOW],
  ])('%j', (text, message) => {
    expect(() => canonicalNumber(text)).toThrow(new InvalidInput('value', message));
  });
});

describe('refusals of the older layer', () => {
  test.each([
    ['', NOT_NUMERIC],
    ['abc', `${NOT_NUMERIC}: abc`],
    ['1e126', OVERFLOW],
    ['1e2147483646', OVERFLOW],
    ['1e2147483647', UNDERFLOW],
    ['0.1e2147483647', OVERFLOW],
    ['1e2147483648', `${NOT_NUMERIC}: 1e2147483648`],
    ['1e-2147483647', UNDERFLOW],
    ['1'.repeat(39), TOO_PRECISE],
  ])('%j', (text, message) => {
    expect(() => canonicalNumber(text, 'older')).toThrow(new InvalidInput('value', message));
  });

  test('zero may have any exponent', () => {
    expect(canonicalNumber('0e1000', 'older')).toBe('0');
  });
});

test('compareNumbers is numeric order', () => {
  fc.assert(
    fc.property(canonical, canonical, (a, b) => {
      expect(Math.sign(compareNumbers(a, b))).toBe(signOf(scaled(a) - scaled(b)));
    }),
    { numRuns: 2000 },
  );
});

describe('sums and differences', () => {
  test.each([
    ['1', '10000000000000000000000', '10000000000000000000001'],
    ['999999999999999', '999999999999999', '1999999999999998'],
    ['0.1', '0.2', '0.3'],
    ['-5', '5', '0'],
    ['-0.5', '0.5', '0'],
    [`1${'0'.repeat(37)}`, '1', `1${'0'.repeat(36)}1`],
  ])('%s + %s = %s', (a, b, sum) => {
    expect(addNumbers(a, b)).toBe(sum);
    expect(subtractNumbers(sum, b)).toBe(a);
  });

  test.each([
    ['too large', canonicalNumber('9e125'), canonicalNumber('9e125'), OVERFLOW],
    ['too precise', canonicalNumber('1e50'), '1', OVERFLOW],
    ['too small', canonicalNumber('1.1e-130'), canonicalNumber('-1e-130'), UNDERFLOW],
  ])('a sum that is %s is refused', (_, a, b, message) => {
    expect(() => addNumbers(a, b)).toThrow(new InvalidInput('rule', message));
  });

  test('they are exact, or refused when no number can hold them', () => {
    fc.assert(
      fc.property(canonical, canonical, (a, b) => {
        const [sum, difference] = [scaled(a) + scaled(b), scaled(a) - scaled(b)];
        expect(outcome(() => addNumbers(a, b))).toEqual(storable(sum));
        expect(outcome(() => subtractNumbers(a, b))).toEqual(storable(difference));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('size', () => {
  test.each([
    ['0', 1],
    ['-0', 1],
    ['1', 2],
    ['12', 2],
    ['15', 2],
    ['123', 3],
    ['1234', 3],
    ['123456', 4],
    ['100', 2],
    ['1000', 2],
    ['1010', 3],
    ['100.5', 4],
    ['1.5', 3],
    ['1.234', 4],
    ['3.14159', 5],
    ['0.15', 2],
    ['0.0000001', 2],
    ['10.01', 3],
    ['1.001', 4],
    ['-42', 3],
    ['-0.5', 3],
    ['1E125', 2],
    ['1E-130', 2],
    ['12345678901234567890123456789012345678', 20],
  ])('%s counts %i bytes', (text, sizeBytes) => {
    expect(numberSizeBytes(canonicalNumber(text))).toBe(sizeBytes);
  });

  test('it is one byte, one for a sign, and one for every two digits on either side of the point', () => {
    fc.assert(
      fc.property(canonical, (number) => {
        const [integer = '', fraction = ''] = number.replace('-', '').split('.');
        const integerDigits = fraction === '' ? integer.replace(/0+$/, '') : integer;
        const before = integerDigits === '0' ? '' : integerDigits;
        const after = before === '' ? fraction.replace(/^0+/, '') : fraction;
        const digits = Math.ceil(before.length / 2) + Math.ceil(after.length / 2);
        expect(numberSizeBytes(number)).toBe(1 + digits + (number.startsWith('-') ? 1 : 0));
      }),
      { numRuns: 1000 },
    );
  });
});
