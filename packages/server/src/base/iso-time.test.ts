import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoTime, parseIsoTime, parseWrittenTime } from './iso-time.ts';

const march = Date.UTC(2026, 2, 1);

test.each([
  ['2026-03-01', march],
  ['2026-03-01T00:00Z', march],
  ['2026-03-01T00:00:00Z', march],
  ['2026-03-01T00:00:00.5Z', march + 500],
  ['2026-03-01T00:00:00.123456789Z', march + 123],
  ['2026-03-01T02:30:00+02:30', march],
  ['2026-02-28T20:00:00-04:00', march],
  ['2028-02-29', Date.UTC(2028, 1, 29)],
])('%s is a time', (text, ms) => {
  expect(parseWrittenTime(text)).toBe(ms);
});

test.each([
  '',
  'now',
  '2026',
  '2026-03',
  '1 March 2026',
  '2026-03-01T00:00:00',
  '2026-03-01 00:00:00Z',
  '2026-13-01',
  '2026-02-30',
  '2026-02-30T00:00:00Z',
  '2026-03-01T25:00:00Z',
  '2026-03-01T00:00:00Z ',
  '2026-03-01Z',
  '1772323200000',
])('%j is none', (text) => {
  expect(parseWrittenTime(text)).toBeUndefined();
});

test('what was written for a time is that time', () => {
  const ms = fc.integer({ min: Date.UTC(0, 0), max: Date.UTC(9999, 11, 31) });
  fc.assert(
    fc.property(ms, (ms) => {
      expect(parseWrittenTime(isoTime(ms))).toBe(ms);
      expect(parseIsoTime(isoTime(ms))).toBe(ms);
    }),
  );
});
