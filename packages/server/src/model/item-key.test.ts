import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBytes } from '../base/bytes.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { compareScalars } from './compare.ts';
import { decodeItem, decodeValue } from './decode-item.ts';
import { InvalidInput } from './invalid-input.ts';
import {
  checkKey,
  checkNoEmptyKey,
  keyAttributes,
  keyOfItem,
  partitionKeyBytes,
  sortKeyBytes,
  sortKeyPrefixBytes,
} from './item-key.ts';
import type { KeySchema } from './table.ts';

const INVALID = 'One or more parameter values were invalid: ';
const NO_MATCH = 'The provided key element does not match the schema';
const LARGE_PARTITION = `${INVALID}Size of hashkey has exceeded the maximum size limit of2048 bytes`;
const LARGE_SORT = `${INVALID}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`;

const simple: KeySchema = { partition: { name: 'pk', type: 'S' } };
const composite: KeySchema = { ...simple, sort: { name: 'a', type: 'N' } };
const binary: KeySchema = {
  partition: { name: 'pk', type: 'B' },
  sort: { name: 'sk', type: 'B' },
};
const texts: KeySchema = { ...simple, sort: { name: 'sk', type: 'S' } };

function emptyKey(type: 'string' | 'binary', name: string): string {
  return `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type} value. Key: ${name}`;
}

function base64(length: number): string {
  return Buffer.alloc(length, 7).toString('base64');
}

test('the attributes of a key are the partition key and the sort key', () => {
  expect(keyAttributes(simple)).toEqual([simple.partition]);
  expect(keyAttributes(composite)).toEqual([composite.partition, composite.sort]);
});

describe('the key of an item', () => {
  test('it holds the key attributes, in canonical order', () => {
    const item = decodeItem({ pk: { S: 'x' }, a: { N: '1' }, data: { S: 'y' } });
    expect(JSON.stringify(keyOfItem(composite, item))).toBe('{"a":{"N":"1"},"pk":{"S":"x"}}');
    expect(keyOfItem(simple, item)).toEqual({ pk: { S: 'x' } });
  });

  test('key attributes may have any name', () => {
    const schema: KeySchema = {
      partition: { name: '__proto__', type: 'S' },
      sort: { name: 'constructor', type: 'S' },
    };
    const item = decodeItem(JSON.parse('{"__proto__":{"S":"a"},"constructor":{"S":"b"}}'));
    expect(JSON.stringify(keyOfItem(schema, item))).toBe(JSON.stringify(item));
    expect(() => checkKey(schema, item)).not.toThrow();
    expect(() => keyOfItem(schema, {})).toThrow('Missing the key __proto__ in the item');
  });

  test.each<[KeySchema, Item, string]>([
    [simple, {}, `${INVALID}Missing the key pk in the item`],
    [composite, { a: { N: '1' } }, `${INVALID}Missing the key pk in the item`],
    [composite, { pk: { S: 'x' } }, `${INVALID}Missing the key a in the item`],
    [simple, { pk: { N: '1' } }, `${INVALID}Type mismatch for key pk expected: S actual: N`],
    [simple, { pk: { M: {} } }, `${INVALID}Type mismatch for key pk expected: S actual: M`],
    [
      composite,
      { pk: { S: 'x' }, a: { NULL: true } },
      `${INVALID}Type mismatch for key a expected: N actual: NULL`,
    ],
    [composite, { pk: { N: '1' } }, `${INVALID}Type mismatch for key pk expected: S actual: N`],
    [simple, { pk: { S: '' } }, emptyKey('string', 'pk')],
    [binary, { pk: { B: 'AQ==' }, sk: { B: '' } }, emptyKey('binary', 'sk')],
    [simple, { pk: { S: 'x'.repeat(2049) } }, LARGE_PARTITION],
    [simple, { pk: { S: 'é'.repeat(1025) } }, LARGE_PARTITION],
    [texts, { pk: { S: 'x' }, sk: { S: 'x'.repeat(1025) } }, LARGE_SORT],
    [binary, { pk: { B: base64(2049) }, sk: { B: 'AQ==' } }, LARGE_PARTITION],
    [binary, { pk: { B: 'AQ==' }, sk: { B: base64(1025) } }, LARGE_SORT],
  ])('%j refuses %.60j', (schema, item, message) => {
    expect(() => keyOfItem(schema, item)).toThrow(new InvalidInput('rule', message));
  });
});

describe('a key in a request', () => {
  test.each<[KeySchema, Item]>([
    [simple, { pk: { S: 'x'.repeat(2048) } }],
    [texts, { pk: { S: 'x' }, sk: { S: 'é'.repeat(512) } }],
    [composite, { a: { N: '0' }, pk: { S: 'x' } }],
    [binary, { pk: { B: base64(2048) }, sk: { B: base64(1024) } }],
  ])('%j accepts %.60j', (schema, key) => {
    expect(() => checkKey(schema, key)).not.toThrow();
    expect(keyOfItem(schema, key)).toEqual(key);
  });

  test.each<[KeySchema, Item, string]>([
    [simple, {}, NO_MATCH],
    [simple, { sk: { S: 'x' } }, NO_MATCH],
    [simple, { pk: { N: '1' } }, NO_MATCH],
    [simple, { pk: { S: 'x' }, more: { S: 'y' } }, NO_MATCH],
    [composite, { pk: { S: 'x' } }, NO_MATCH],
    [composite, { pk: { S: 'x' }, a: { S: '1' } }, NO_MATCH],
    [composite, { pk: { S: '' } }, NO_MATCH],
    [simple, { pk: { S: '' } }, emptyKey('string', 'pk')],
    [texts, { pk: { S: 'x' }, sk: { S: '' } }, emptyKey('string', 'sk')],
    [binary, { pk: { B: '' }, sk: { B: '' } }, emptyKey('binary', 'pk')],
    [simple, { pk: { S: 'x'.repeat(2049) } }, LARGE_PARTITION],
    [texts, { pk: { S: 'x' }, sk: { S: 'x'.repeat(1025) } }, LARGE_SORT],
  ])('%j refuses %.60j', (schema, key, message) => {
    expect(() => checkKey(schema, key)).toThrow(new InvalidInput('rule', message));
  });

  test('empty values alone can be asked for', () => {
    expect(() => checkNoEmptyKey(texts, { pk: { N: '1' }, data: { S: '' } })).not.toThrow();
    expect(() => checkNoEmptyKey(texts, { sk: { S: '' } })).toThrow(
      new InvalidInput('rule', emptyKey('string', 'sk')),
    );
  });
});

describe('bytes of key values', () => {
  const anyKeyValue = fc
    .oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }).map((S) => ({ S })),
      fc.integer({ min: -1000, max: 1000 }).map((value) => ({ N: String(value / 8) })),
      fc
        .uint8Array({ minLength: 1, maxLength: 4 })
        .map((bytes) => ({ B: Buffer.from(bytes).toString('base64') })),
    )
    .map((value) => decodeValue(value));

  test('sort keys of one type are ordered as their bytes are', () => {
    fc.assert(
      fc.property(anyKeyValue, anyKeyValue, (a, b) => {
        const order = compareScalars(a, b);
        fc.pre(order !== undefined);
        expect(compareBytes(sortKeyBytes(a), sortKeyBytes(b))).toBe(Math.sign(order));
      }),
      { numRuns: 1000 },
    );
  });

  test.each<[AttributeValue, AttributeValue, boolean]>([
    [{ S: 'ab' }, { S: 'a' }, true],
    [{ S: 'ab' }, { S: 'ab' }, true],
    [{ S: 'a' }, { S: 'ab' }, false],
    [{ S: 'a\0b' }, { S: 'a\0' }, true],
    [{ B: 'AAA=' }, { B: 'AA==' }, true],
    [{ B: 'AQ==' }, { B: 'AA==' }, false],
  ])('%j begins with %j: %s', (value, prefix, expected) => {
    const beginning = sortKeyPrefixBytes(prefix);
    const begins = compareBytes(sortKeyBytes(value).subarray(0, beginning.length), beginning) === 0;
    expect(begins).toBe(expected);
  });

  test.each<[AttributeValue, number[]]>([
    [{ S: 'a' }, [0x53, 0x61]],
    [{ N: '-1' }, [0x4e, 0x2d, 0x31]],
    [{ B: 'AP8=' }, [0x42, 0x00, 0xff]],
  ])('the partition key %j is hashed as %j', (value, bytes) => {
    expect([...partitionKeyBytes(value)]).toEqual(bytes);
  });
});
