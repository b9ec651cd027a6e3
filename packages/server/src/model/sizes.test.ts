import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Bytes, utf8Bytes } from '../base/bytes.ts';
import { wireItem } from './arbitrary.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { decodeItem } from './decode-item.ts';
import { numberSizeBytes } from './number.ts';
import { itemSizeBytes, valueSizeBytes } from './sizes.ts';

test.each<[AttributeValue, number]>([
  [{ S: '' }, 0],
  [{ S: 'aé\u{1f600}' }, 7],
  [{ N: '-42' }, 3],
  [{ B: '' }, 0],
  [{ B: 'AQ==' }, 1],
  [{ B: 'AQI=' }, 2],
  [{ B: 'AQID' }, 3],
  [{ BOOL: false }, 1],
  [{ NULL: true }, 1],
  [{ SS: ['a', 'bc'] }, 3],
  [{ NS: ['1', '100.5'] }, 6],
  [{ BS: ['', 'AQ=='] }, 1],
  [{ L: [] }, 3],
  [{ L: [{ S: 'ab' }, { NULL: true }] }, 3 + 2 + 3],
  [{ M: {} }, 3],
  [{ M: { name: { S: 'ab' } } }, 3 + 1 + 6],
  [{ L: [{ M: { a: { L: [] } } }] }, 3 + 1 + (3 + 1 + 1 + 3)],
])('%j counts %i bytes', (value, sizeBytes) => {
  expect(valueSizeBytes(value)).toBe(sizeBytes);
});

test('an item counts the bytes of its names and values', () => {
  const item = decodeItem(JSON.parse('{"pk":{"S":"a"},"é":{"N":"12"},"__proto__":{"NULL":true}}'));
  expect(itemSizeBytes(item)).toBe(2 + 1 + 2 + 2 + 9 + 1);
  expect(itemSizeBytes({})).toBe(0);
});

/** The size by the rules as they are written, on decoded bytes. */
function plainSize(value: AttributeValue): number {
  const total = (sizes: number[]): number => sizes.reduce((sum, size) => sum + size, 0);
  const [type, content] = Object.entries(value)[0] as [string, never];
  switch (type) {
    case 'S':
      return utf8Bytes(content).length;
    case 'N':
      return numberSizeBytes(content);
    case 'B':
      return base64Bytes(content).length;
    case 'SS':
      return total((content as string[]).map((member) => plainSize({ S: member })));
    case 'NS':
      return total((content as string[]).map((member) => plainSize({ N: member })));
    case 'BS':
      return total((content as string[]).map((member) => plainSize({ B: member })));
    case 'L':
      return 3 + total((content as AttributeValue[]).map((element) => 1 + plainSize(element)));
    case 'M':
      return 3 + Object.keys(content).length + plainItemSize(content);
    default:
      return 1;
  }
}

function plainItemSize(item: Item): number {
  return Object.entries(item)
    .map(([name, value]) => utf8Bytes(name).length + plainSize(value))
    .reduce((sum, size) => sum + size, 0);
}

test('sizes are those of the rules', () => {
  fc.assert(
    fc.property(wireItem(), (wire) => {
      const item = decodeItem(wire);
      expect(itemSizeBytes(item)).toBe(plainItemSize(item));
    }),
    { numRuns: 500 },
  );
});
