import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareSequenceNumbers } from './sequence-number.ts';

test('sequence numbers compare as whole numbers', () => {
  const numbers = fc.bigInt({ min: 0n, max: 10n ** 40n });
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      expect(Math.sign(compareSequenceNumbers(String(a), String(b)))).toBe(
        a < b ? -1 : a > b ? 1 : 0,
      );
    }),
  );
});
