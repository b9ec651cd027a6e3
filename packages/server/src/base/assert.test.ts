import { expect, test } from 'vitest';
import { assert, AssertionError, unreachable } from './assert.ts';

test('assert passes what is truthy and throws the message otherwise', () => {
  assert(1 === 1, 'never');
  expect(() => assert(undefined, 'a lane has a head')).toThrow(
    new AssertionError('a lane has a head'),
  );
});

test('unreachable names the case that nobody handled', () => {
  expect(() => unreachable('NEW' as never)).toThrow(new AssertionError('unreachable case: "NEW"'));
});
