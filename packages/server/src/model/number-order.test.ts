import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBytes, concatBytes } from '../base/bytes.ts';
import { numberText } from './arbitrary.ts';
import { orderedNumber } from './number-order.ts';
import { canonicalNumber, compareNumbers } from './number.ts';

const canonical = numberText().map((text) => canonicalNumber(text));
const anySuffix = fc.uint8Array({ maxLength: 3 });

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

test.each([
  ['0', '80'],
  ['1.5', 'c0821000'],
  ['0.015', 'c0801000'],
  ['-1.5', '3f7defff'],
  ['123', 'c0840d1f00'],
  ['1e125', 'c0ff0b00'],
  ['1e-130', 'c0000b00'],
  ['-1e-130', '3ffff4ff'],
  ['9'.repeat(38), `c0a7${'64'.repeat(19)}00`],
])('%s is encoded as %s', (number, encoded) => {
  expect(hex(orderedNumber(canonicalNumber(number)))).toBe(encoded);
});

test('encodings are ordered as the numbers are, whatever follows them', () => {
  fc.assert(
    fc.property(canonical, canonical, anySuffix, anySuffix, (a, b, afterA, afterB) => {
      fc.pre(a !== b);
      const left = concatBytes([orderedNumber(a), afterA]);
      const right = concatBytes([orderedNumber(b), afterB]);
      expect(compareBytes(left, right)).toBe(Math.sign(compareNumbers(a, b)));
    }),
    { numRuns: 3000 },
  );
});

test('no encoding begins another', () => {
  fc.assert(
    fc.property(canonical, canonical, (a, b) => {
      const [left, right] = [hex(orderedNumber(a)), hex(orderedNumber(b))];
      expect(left.startsWith(right)).toBe(a === b);
    }),
    { numRuns: 3000 },
  );
});
