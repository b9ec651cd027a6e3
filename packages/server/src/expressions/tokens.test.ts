import { expect, test } from 'vitest';
import { tokenize } from './tokens.ts';

const KEYWORDS = new Set(['AND']);

const CASES: [text: string, tokens: string[]][] = [
  ['', ['end:<EOF>']],
  [' \t\r\n', ['end:<EOF>']],
  ['a1_', ['word:a1_', 'end:<EOF>']],
  ['_a', ['unknown:_', 'word:a', 'end:<EOF>']],
  ['#1a :1_', ['name:#1a', 'value::1_', 'end:<EOF>']],
  ['#', ['unknown:#', 'end:<EOF>']],
  ['a[03]', ['word:a', 'symbol:[', 'number:0', 'number:3', 'symbol:]', 'end:<EOF>']],
  ['a<>b<=c', ['word:a', 'symbol:<>', 'word:b', 'symbol:<=', 'word:c', 'end:<EOF>']],
  ['x aNd y', ['word:x', 'symbol:aNd', 'word:y', 'end:<EOF>']],
  ['android', ['word:android', 'end:<EOF>']],
  ['a😀é', ['word:a', 'unknown:😀', 'unknown:é', 'end:<EOF>']],
];

test.each(CASES)('%j', (text, expected) => {
  const tokens = tokenize(text, KEYWORDS);
  expect(tokens.map(({ kind, text: tokenText }) => `${kind}:${tokenText}`)).toEqual(expected);
});

test('a keyword is recognised in any case and keeps its place in the text', () => {
  expect(tokenize(' And', KEYWORDS)[0]).toEqual({
    kind: 'symbol',
    text: 'And',
    symbol: 'AND',
    start: 1,
    end: 4,
  });
});
