import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSequenceNumber, printSequenceNumber } from './sequence-number.ts';

describe('a sequence number', () => {
  const number = fc.record({
    place: fc.nat({ max: 10 ** 14 - 1 }),
    lane: fc.nat({ max: 999_999 }),
  });

  it('reads back, is 21 digits long, and sorts as text as it does as a number', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const text = printSequenceNumber(a);
        expect(text).toMatch(/^[1-9]\d{20}$/);
        expect(parseSequenceNumber(text)).toEqual(a);
        const other = printSequenceNumber(b);
        expect(text < other).toBe(BigInt(text) < BigInt(other));
        expect(text === other).toBe(a.place === b.place && a.lane === b.lane);
      }),
    );
  });

  it.each(['', '1', '12345678901234567890123', '1x0000000000000000000', '299999999999999999999'])(
    '%j is none',
    (text) => {
      expect(parseSequenceNumber(text)).toBeUndefined();
    },
  );
});
