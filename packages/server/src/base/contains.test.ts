import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { containsBytes, containsText } from './contains.ts';

// Few different units, so that parts of what is searched are met everywhere.
const fewBytes = (maxLength: number) =>
  fc.array(fc.constantFrom(0, 1), { maxLength }).map((bytes) => Uint8Array.from(bytes));

function text(bytes: Uint8Array): string {
  return [...bytes].map((byte) => 'ab'[byte] ?? '').join('');
}

// A pattern that matches almost everywhere, which comparing it place by place would never come to an end of.
const LONG = 400_000;
const half = (middle: string): string => 'a'.repeat(LONG / 4) + middle + 'a'.repeat(LONG / 4);

describe('what contains what', () => {
  test('is what JavaScript says, however long the searched part is', () => {
    fc.assert(
      fc.property(fewBytes(400), fewBytes(120), (whole, part) => {
        const expected = text(whole).includes(text(part));
        expect(containsText(text(whole), text(part))).toBe(expected);
        expect(containsBytes(whole, part)).toBe(expected);
        const longer = Uint8Array.from([...part, ...whole, ...part]);
        expect(containsBytes(longer, whole)).toBe(true);
        expect(containsText(text(longer), text(whole))).toBe(true);
      }),
    );
  });

  test('everything contains nothing', () => {
    expect(containsText('', '')).toBe(true);
    expect(containsBytes(new Uint8Array(3), new Uint8Array())).toBe(true);
    expect(containsBytes(new Uint8Array(), new Uint8Array(1))).toBe(false);
  });

  test.each(['b', 'é', '\u{1f600}'])('takes one pass with %s in the middle', (middle) => {
    const encoder = new TextEncoder();
    const whole = 'a'.repeat(LONG);
    for (const [inside, expected] of [
      [whole, false],
      [`${whole}${half(middle)}`, true],
    ] as const) {
      expect(containsText(inside, half(middle))).toBe(expected);
      expect(containsBytes(encoder.encode(inside), encoder.encode(half(middle)))).toBe(expected);
    }
  });
});
