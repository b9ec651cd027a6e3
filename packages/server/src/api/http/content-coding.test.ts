import { expect, test } from 'vitest';
import { wantsGzip } from './content-coding.ts';

test.each([
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['GZIP', true],
  ['deflate, gzip;q=0.5', true],
  ['gzip ; q=1.0, br', true],
  ['gzip;q=0', false],
  ['gzip; q=0.00', false],
  ['x-gzip', false],
  ['gzipped', false],
  ['identity', false],
  ['*', false],
])('Accept-Encoding: %s', (accepted, wanted) => {
  expect(wantsGzip(accepted, 1024)).toBe(wanted);
  expect(wantsGzip(accepted, 1023)).toBe(false);
});
