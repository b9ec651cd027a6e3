import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBytes, utf8Text } from '../base/bytes.ts';
import { reordered, wireItem } from './arbitrary.ts';
import { equalItems } from './compare.ts';
import { canonicalItem, decodeItem } from './decode-item.ts';
import { encodeItem, parseItem } from './item-bytes.ts';

test('an item is stored as its DynamoDB JSON', () => {
  const item = decodeItem(JSON.parse('{"n":{"N":"1.50"},"__proto__":{"SS":["b","a"]}}'));
  expect(utf8Text(encodeItem(item))).toBe('{"__proto__":{"SS":["a","b"]},"n":{"N":"1.5"}}');
});

test('what was written is read back', () => {
  fc.assert(
    fc.property(wireItem(), (wire) => {
      const item = decodeItem(wire);
      const read = parseItem(encodeItem(item));
      expect(equalItems(read, item)).toBe(true);
      expect(canonicalItem(read)).toBe(read);
      expect(compareBytes(encodeItem(read), encodeItem(item))).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test('items have the same bytes exactly when they are equal by value', () => {
  const anyPair = fc.oneof(
    fc.tuple(wireItem(), wireItem()),
    wireItem().map((item) => [item, reordered(item)] as const),
  );
  fc.assert(
    fc.property(anyPair, ([a, b]) => {
      const [left, right] = [decodeItem(a), decodeItem(b)];
      const sameBytes = compareBytes(encodeItem(left), encodeItem(right)) === 0;
      expect(sameBytes).toBe(equalItems(left, right));
    }),
    { numRuns: 1000 },
  );
});
