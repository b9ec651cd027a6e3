import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Fault } from './base64-text.ts';

const LAST = 'Invalid last non-pad Base64 character dectected';

test.each([
  ['', undefined],
  ['AA==', undefined],
  ['AAA=', undefined],
  ['/w==', undefined],
  ['23456', 'Base64 encoded length is expected a multiple of 4 bytes but found: 5'],
  ['=', 'Base64 encoded length is expected a multiple of 4 bytes but found: 1'],
  ['=+/=', LAST],
  ['+/+=', LAST],
  ['AB==', LAST],
  ['A===', LAST],
  ['====', LAST],
  ['AA-A', "Invalid Base64 character: '-'"],
  ['AA A', "Invalid Base64 character: ' '"],
  ['AAAé', "Invalid Base64 character: 'é'"],
])('%j', (text, fault) => {
  expect(base64Fault(text)).toBe(fault);
});

test('is satisfied exactly with what Node would print', () => {
  const texts = fc.string({
    unit: fc.constantFrom('A', 'B', 'Q', 'w', '/', '+', '=', '4'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(texts, (text) => {
      const canonical = Buffer.from(text, 'base64').toString('base64') === text;
      expect(base64Fault(text) === undefined).toBe(canonical);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(base64Fault(Buffer.from(bytes).toString('base64'))).toBeUndefined();
    }),
  );
});
