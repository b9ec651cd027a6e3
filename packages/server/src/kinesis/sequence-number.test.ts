import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  endPosition,
  parseSequenceNumber,
  printSequenceNumber,
  type SequenceNumber,
} from './sequence-number.ts';

const seconds = fc.integer({ min: 1_300_000_000, max: 16_000_000_000 });
const numbers: fc.Arbitrary<SequenceNumber> = fc.record({
  since: seconds,
  position: fc.oneof(
    fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    fc.constant(endPosition),
  ),
  time: seconds,
  shard: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});

test('what is printed is parsed again', () => {
  fc.assert(
    fc.property(numbers, (number) => {
      expect(parseSequenceNumber(printSequenceNumber(number))).toEqual(number);
    }),
  );
});

test('they have the 56 digits of AWS, which begin with 49 until 2052', () => {
  fc.assert(
    fc.property(
      numbers,
      fc.integer({ min: 1_300_000_000, max: 2_600_000_000 }),
      (number, since) => {
        expect(printSequenceNumber({ ...number, since })).toMatch(/^49\d{54}$/);
      },
    ),
  );
});

test('they grow with the position, whatever the time, and with what they begin with', () => {
  fc.assert(
    fc.property(numbers, seconds, fc.integer({ min: 1, max: 1000 }), (number, time, step) => {
      const place = Math.min(number.position, Number.MAX_SAFE_INTEGER - step);
      const value = (changed: Partial<SequenceNumber>): bigint =>
        BigInt(printSequenceNumber({ ...number, position: place, ...changed }));
      expect(value({ position: place + step, time }) > value({})).toBe(true);
      expect(value({ position: endPosition, time }) > value({})).toBe(true);
      expect(value({ since: number.since + step, position: 0, shard: 0 }) > value({})).toBe(true);
    }),
  );
});

test('the layout is that of AWS', () => {
  const number = printSequenceNumber({
    since: 0x5_616b_3f2c,
    position: 0x17,
    time: 0x5_616b_4000,
    shard: 0x1a,
  });
  expect(BigInt(number).toString(16)).toBe(
    ['2', '5616b3f2c', 'a', '0000000000000017', '00', '5616b4000', '0000001a', '2'].join(''),
  );
});

test.each(['0', '1', '4'.repeat(56), '9'.repeat(56), '1'.repeat(129)])('%s is none', (digits) => {
  expect(parseSequenceNumber(digits)).toBeUndefined();
});
