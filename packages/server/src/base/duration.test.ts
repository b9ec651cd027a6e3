import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidDuration, parseDuration, printDuration } from './duration.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('parseDuration', () => {
  test.each([
    ['4h30m', 4.5 * hour],
    ['1d 2h', 26 * hour],
    ['250ms', 250],
    ['1.5s', 1500],
    ['0s', 0],
    [' 90m ', 90 * minute],
    ['1d2h3m4s5ms', day + 2 * hour + 3 * minute + 4 * second + 5],
    ['5m 5ms', 5 * minute + 5],
    ['0.1d', 2.4 * hour],
    ['1.1s', 1100],
    ['0.0004s', 0],
    ['PT4H30M', 4.5 * hour],
    ['P1DT2H', 26 * hour],
    ['PT0.5S', 500],
    ['PT0,5S', 500],
    ['P2W', 14 * day],
    ['P1W2D', 9 * day],
    ['PT36H', 36 * hour],
    ['PT5M', 5 * minute],
    ['P0D', 0],
  ])('%j is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    ' ',
    '90',
    '1.5',
    '-4h',
    '+4h',
    '4 h',
    '4hours',
    '30m4h',
    '1h1h',
    '1,5s',
    '.5s',
    '5.s',
    '4H',
    '1w',
    'P',
    'PT',
    'P1DT',
    'pt4h',
    'P4H',
    'PT4D',
    '-PT4H',
    '1e3s',
    'Infinitys',
    '4h and more',
    '4h30',
  ])('%j is refused by name', (text) => {
    expect(() => parseDuration(text)).toThrow(InvalidDuration);
    expect(() => parseDuration(text)).toThrow(`${JSON.stringify(text)} is not a duration. `);
  });

  test.each(['P1Y', 'P2M', 'P1Y2M3DT4H', 'P0.5Y', 'P1M2D'])('%j has no fixed length', (text) => {
    expect(() => parseDuration(text)).toThrow('years or months, which have no fixed length');
  });

  test('what numbers cannot hold is refused', () => {
    expect(() => parseDuration(`${'9'.repeat(400)}d`)).toThrow('longer than time can tell');
    expect(() => parseDuration('9007199254740992ms')).toThrow(InvalidDuration);
    expect(parseDuration('9007199254740991ms')).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('is the sum of the parts, in both forms', () => {
    const count = fc.nat({ max: 10_000 });
    fc.assert(
      fc.property(count, count, count, count, (days, hours, minutes, seconds) => {
        const ms = days * day + hours * hour + minutes * minute + seconds * second;
        expect(parseDuration(`${days}d ${hours}h${minutes}m ${seconds}s`)).toBe(ms);
        expect(parseDuration(`P${days}DT${hours}H${minutes}M${seconds}S`)).toBe(ms);
      }),
    );
  });

  test('gives whole milliseconds that are not negative, or refuses', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^P?[\dTWDHMSYdhms., ]{0,12}$/),
      fc.stringMatching(/^(\d{1,4}(\.\d{1,4})?(d|h|m|s|ms) ?){1,4}$/),
    );
    fc.assert(
      fc.property(text, (text) => {
        try {
          const ms = parseDuration(text);
          expect(Number.isSafeInteger(ms) && ms >= 0).toBe(true);
          expect(text).toMatch(/\d/);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidDuration);
        }
      }),
    );
  });
});

describe('printDuration', () => {
  test.each([
    [0, '0ms'],
    [250, '250ms'],
    [1500, '1s 500ms'],
    [4.5 * hour, '4h 30m'],
    [26 * hour, '1d 2h'],
    [400 * day, '400d'],
    [-90 * minute, '-1h 30m'],
    [-0.2, '0ms'],
  ])('%d ms is %j', (ms, text) => {
    expect(printDuration(ms)).toBe(text);
  });

  test('is read back as it was', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (ms) => {
        expect(parseDuration(printDuration(ms))).toBe(ms);
      }),
    );
  });
});
