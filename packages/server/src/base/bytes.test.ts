import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  base64Bytes,
  base64Length,
  bytesBase64,
  bytesBehind,
  canonicalBase64,
  compareBase64,
  compareBytes,
  compareUtf8,
  concatBytes,
  utf8Bytes,
  utf8Length,
  utf8Text,
} from './bytes.ts';

const anyText = fc.string({ unit: 'grapheme' });
const anyBytes = fc.uint8Array({ maxLength: 40 });

describe('UTF-8', () => {
  test('a text comes back from its bytes, as many as utf8Length says', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(utf8Text(utf8Bytes(text))).toBe(text);
        expect(utf8Length(text)).toBe(utf8Bytes(text).length);
      }),
    );
  });

  test('utf8Text reads part of a larger buffer', () => {
    expect(utf8Text(new Uint8Array([0x61, 0x62, 0x63, 0x64]).subarray(1, 3))).toBe('bc');
  });

  test('texts are ordered as their bytes are, also beyond the BMP', () => {
    expect(Math.sign(compareUtf8('\u{1f600}', '\uffee'))).toBe(1);
    const anyUnits = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\uffee', '\u{1f600}') });
    fc.assert(
      fc.property(anyUnits, anyUnits, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(compareBytes(utf8Bytes(a), utf8Bytes(b)));
      }),
    );
  });
});

describe('base64', () => {
  test('bytes come back from their base64, as many as base64Length says', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = bytesBase64(bytes);
        expect([...base64Bytes(text)]).toEqual([...bytes]);
        expect(base64Length(text)).toBe(bytes.length);
        expect(canonicalBase64(text)).toBe(text);
      }),
    );
  });

  test.each([
    ['', ''],
    ['AQ==', 'AQ=='],
    ['AR==', 'AQ=='],
    ['AQ', 'AQ=='],
    ['AQI=', 'AQI='],
    ['AQJ=', 'AQI='],
    ['AQID', 'AQID'],
  ])('%j is written %j', (text, canonical) => {
    expect(canonicalBase64(text)).toBe(canonical);
  });

  test('base64 texts are ordered as their bytes are', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (a, b) => {
        expect(compareBase64(bytesBase64(a), bytesBase64(b))).toBe(compareBytes(a, b));
      }),
    );
  });
});

test('compareBytes orders unsigned bytes, the shorter first', () => {
  const sorted = [[], [0], [0, 0], [1], [0x7f], [0x80], [0xff, 0], [0xff, 1]].map((bytes) =>
    Uint8Array.from(bytes),
  );
  expect(sorted.toReversed().toSorted(compareBytes)).toEqual(sorted);
});

test('concatBytes joins its parts', () => {
  expect([...concatBytes([Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)])]).toEqual([
    1, 2, 3,
  ]);
});

test('nothing lies between a byte string and the one behind it', () => {
  const bytes = Buffer.from([1, 0xff]);
  const behind = bytesBehind(bytes);
  expect([...behind]).toEqual([1, 0xff, 0]);
  expect(compareBytes(bytes, behind)).toBeLessThan(0);
});
