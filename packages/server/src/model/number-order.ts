// Numbers as bytes whose order is numeric order. No encoding begins another, so more bytes may follow.
//
//   zero       80
//   positive   C0  exponent + 130  pair + 1  pair + 1 ...  00
//   negative   the complement of the positive number's bytes, so that larger magnitudes sort first
//
// The exponent is that of the first significant digit, -130 .. 125, so it fits one byte. The digits go
// in pairs from the first one, 00 .. 99, the last pair filled up with a zero; at most 19 pairs.
//
//   1.5    ->  C0 82 10 00          0.015  ->  C0 80 10 00
//   -1.5   ->  3F 7D EF FF          123    ->  C0 84 0D 1F 00

import { MIN_NUMBER_EXPONENT } from './limits.ts';

const ZERO_BYTES = Uint8Array.of(0x80);
const POSITIVE = 0xc0;
const END = 0;

/** Encodes a canonical number. */
export function orderedNumber(number: string): Uint8Array {
  if (number === '0') return ZERO_BYTES.slice();
  const negative = number.startsWith('-');
  const magnitude = negative ? number.slice(1) : number;
  const { digits, exponent } = scientific(magnitude);

  const pairs = Math.ceil(digits.length / 2);
  const bytes = new Uint8Array(pairs + 3);
  bytes[0] = POSITIVE;
  bytes[1] = exponent - MIN_NUMBER_EXPONENT;
  for (let pair = 0; pair < pairs; pair += 1) {
    bytes[pair + 2] = digitAt(digits, 2 * pair) * 10 + digitAt(digits, 2 * pair + 1) + 1;
  }
  bytes[pairs + 2] = END;
  if (negative) complement(bytes);
  return bytes;
}

/** Significant digits without outer zeros, and the exponent of the first one. */
function scientific(magnitude: string): { digits: string; exponent: number } {
  const point = magnitude.indexOf('.');
  const integer = point === -1 ? magnitude : magnitude.slice(0, point);
  const fraction = point === -1 ? '' : magnitude.slice(point + 1);
  const all = integer + fraction;
  let first = 0;
  let end = all.length;
  while (all[first] === '0') first += 1;
  while (all[end - 1] === '0') end -= 1;
  return { digits: all.slice(first, end), exponent: integer.length - 1 - first };
}

function digitAt(digits: string, index: number): number {
  return index < digits.length ? digits.charCodeAt(index) - 0x30 : 0;
}

function complement(bytes: Uint8Array): void {
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = ~(bytes[index] ?? 0);
  }
}
