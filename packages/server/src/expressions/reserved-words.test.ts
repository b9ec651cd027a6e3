import { expect, test } from 'vitest';
import { isReservedWord, RESERVED_WORDS } from './reserved-words.ts';

test('there are as many reserved words as AWS documents', () => {
  expect(RESERVED_WORDS.size).toBe(573);
});

test.each(['name', 'Status', 'TTL', 'zone', 'abOrt'])('%s is reserved', (word) => {
  expect(isReservedWord(word)).toBe(true);
});

test.each(['id', 'attribute_exists', 'constructor_', '__proto__', 'names2'])(
  '%s is free',
  (word) => {
    expect(isReservedWord(word)).toBe(false);
  },
);
