import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBytes, concatBytes } from './bytes.ts';
import { orderedBytes, orderedPrefix } from './ordered-bytes.ts';

// Few different bytes, so that prefixes, equal strings and the bytes of the escape are frequent.
const anyBytes = fc
  .array(fc.constantFrom(0, 1, 0x61, 0xfe, 0xff), { maxLength: 6 })
  .map((bytes) => Uint8Array.from(bytes));

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return compareBytes(bytes.subarray(0, prefix.length), prefix) === 0;
}

test.each([
  [[], [0, 0]],
  [
    [0x61, 0x62],
    [0x61, 0x62, 0, 0],
  ],
  [
    [0x61, 0, 0x62],
    [0x61, 0, 0xff, 0x62, 0, 0],
  ],
])('%j is encoded as %j', (bytes, encoded) => {
  expect([...orderedBytes(Uint8Array.from(bytes))]).toEqual(encoded);
});

test('encodings are ordered as the byte strings are, whatever follows them', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, anyBytes, anyBytes, (a, b, afterA, afterB) => {
      fc.pre(compareBytes(a, b) !== 0);
      const left = concatBytes([orderedBytes(a), afterA]);
      const right = concatBytes([orderedBytes(b), afterB]);
      expect(compareBytes(left, right)).toBe(compareBytes(a, b));
    }),
    { numRuns: 2000 },
  );
});

test('no encoding begins another', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (a, b) => {
      expect(startsWith(orderedBytes(a), orderedBytes(b))).toBe(compareBytes(a, b) === 0);
    }),
    { numRuns: 2000 },
  );
});

test('an encoding begins with an encoded prefix exactly when the byte string does', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (bytes, prefix) => {
      const encoded = startsWith(orderedBytes(bytes), orderedPrefix(prefix));
      expect(encoded).toBe(startsWith(bytes, prefix));
    }),
    { numRuns: 2000 },
  );
});
