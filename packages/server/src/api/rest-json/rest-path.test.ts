import { expect, test } from 'vitest';
import { isRestPath } from './rest-path.ts';

test.each<[string, boolean]>([
  ['/2015-03-31/functions', true],
  ['/2015-03-31/', true],
  ['/2017-03-31/tags/arn%3Aaws', true],
  ['/', false],
  ['', false],
  ['/20', false],
  ['/2015-03-31', false],
  ['/?2015-03-31/', false],
  ['/_headwater/functions', false],
])('%j: %s', (path, expected) => {
  expect(isRestPath(path)).toBe(expected);
});
