import { expect, test } from 'vitest';
import { findCycles } from './import-cycles.ts';

test.each([
  ['a line', { a: ['b'], b: ['c'] }, []],
  ['a diamond', { a: ['b', 'c'], b: ['d'], c: ['d'] }, []],
  ['itself', { a: ['a'] }, [['a', 'a']]],
  ['a pair', { a: ['b'], b: ['a'] }, [['a', 'b', 'a']]],
  ['a ring behind a line', { a: ['b'], b: ['c'], c: ['d'], d: ['b'] }, [['b', 'c', 'd', 'b']]],
])('%s', (_name, imports, cycles) => {
  expect(findCycles(new Map(Object.entries(imports)))).toEqual(cycles);
});
