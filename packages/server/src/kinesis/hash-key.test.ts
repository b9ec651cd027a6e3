import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  evenRanges,
  hashOfPartitionKey,
  neighbour,
  parseHashKey,
  printHashKey,
} from './hash-key.ts';

const last = '340282366920938463463374607431768211455';

test('a partition key is hashed by MD5, as an unsigned number', () => {
  // Of "a", as any MD5 gives it.
  expect(hashOfPartitionKey('a')).toBe('0cc175b9c0f1b6a831c399e269772661');
  expect(printHashKey(hashOfPartitionKey('a'))).toBe('16955237001963240173058271559858726497');
});

test('decimal and inner form stand for the same numbers, in the same order', () => {
  const number = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [first, second] = [a, b].map((value) => parseHashKey(String(value)) ?? '');
      expect(printHashKey(first ?? '')).toBe(String(a));
      expect((first ?? '') < (second ?? '')).toBe(a < b);
    }),
  );
});

test('128 bits are the most', () => {
  expect(parseHashKey(last)).toBe('f'.repeat(32));
  expect(parseHashKey('340282366920938463463374607431768211456')).toBeUndefined();
});

describe('even ranges', () => {
  test('three are those that AWS makes', () => {
    const ranges = evenRanges(3).map(({ from, to }) => [printHashKey(from), printHashKey(to)]);
    expect(ranges).toEqual([
      ['0', '113427455640312821154458202477256070484'],
      ['113427455640312821154458202477256070485', '226854911280625642308916404954512140969'],
      ['226854911280625642308916404954512140970', last],
    ]);
  });

  test('cover the space without a gap, whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (count) => {
        const ranges = evenRanges(count);
        expect(ranges).toHaveLength(count);
        expect(ranges[0]?.from).toBe('0'.repeat(32));
        expect(ranges.at(-1)?.to).toBe('f'.repeat(32));
        for (const [index, { to }] of ranges.entries()) {
          expect(neighbour(to, 1)).toBe(ranges[index + 1]?.from);
        }
      }),
    );
  });
});
