import { expect, test } from 'vitest';
import { type Change, compareChanges, exactlyOnce } from './change-ledger.ts';

const changes = (text: string): Change[] =>
  text.split(' ').map((name) => ({ key: name[0] ?? '', version: Number(name.slice(1)) }));

const written = changes('a1 b1 a2 b2');

test.each([
  ['a1 a2 b1 b2', exactlyOnce],
  ['a1 b1 b2', { ...exactlyOnce, lost: ['a v2'] }],
  ['a1 b1 a2 a2 b2 a2', { ...exactlyOnce, repeated: ['a v2', 'a v2'] }],
  ['a2 a1 b1 b2', { ...exactlyOnce, disordered: ['a v1'] }],
  ['a1 a2 a1 b1 b2', { ...exactlyOnce, repeated: ['a v1'] }],
  ['b2 b1 b1', { lost: ['a v1', 'a v2'], repeated: ['b v1'], disordered: ['b v1'] }],
])('who was given %s', (given, report) => {
  expect(compareChanges(written, changes(given))).toEqual(report);
});
