// Primary keys: taken from items, checked against a table's schema, and turned into bytes for the
// store. The order of the checks follows dynalite's, which is tested against AWS.

import { base64Bytes, base64Length, concatBytes, utf8Bytes, utf8Length } from '../base/bytes.ts';
import { orderedBytes, orderedPrefix } from '../base/ordered-bytes.ts';
import { assert } from '../base/assert.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { attributeOf, setAttribute, typeOf } from './attribute-value.ts';
import { canonicalItem } from './decode-item.ts';
import { InvalidInput } from './invalid-input.ts';
import { MAX_PARTITION_KEY_BYTES, MAX_SORT_KEY_BYTES } from './limits.ts';
import { orderedNumber } from './number-order.ts';
import type { KeyAttribute, KeySchema } from './table.ts';

const INVALID = 'One or more parameter values were invalid: ';
const NO_MATCH = 'The provided key element does not match the schema';
// The missing space and the "aggregated" size of the only sort key are AWS's own.
const LARGE_PARTITION_KEY = `${INVALID}Size of hashkey has exceeded the maximum size limit of2048 bytes`;
const LARGE_SORT_KEY = `${INVALID}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`;

/** The attributes of a key: the partition key, then the sort key if there is one. */
export function keyAttributes(schema: KeySchema): KeyAttribute[] {
  return schema.sort === undefined ? [schema.partition] : [schema.partition, schema.sort];
}

/**
 * The key of a full item that is to be stored, canonical when the item is. Throws InvalidInput `rule` when an attribute is missing, of another type, empty or too large.
 */
export function keyOfItem(schema: KeySchema, item: Item): Item {
  const key: Record<string, AttributeValue> = {};
  for (const attribute of keyAttributes(schema)) {
    const { name, type } = attribute;
    const value = attributeOf(item, name);
    if (value === undefined) throw refusal(`${INVALID}Missing the key ${name} in the item`);
    if (typeOf(value) !== type) {
      const mismatch = `expected: ${type} actual: ${typeOf(value)}`;
      throw refusal(`${INVALID}Type mismatch for key ${name} ${mismatch}`);
    }
    checkKeyValue(roleOf(schema, attribute), attribute.name, value);
    setAttribute(key, name, value);
  }
  return canonicalItem(key);
}

/**
 * Checks the key that a read, an update or a delete names. Throws InvalidInput `rule` when it is not
 * exactly the schema's attributes and types, or holds an empty or too large value.
 */
export function checkKey(schema: KeySchema, key: Item): void {
  const attributes = keyAttributes(schema);
  if (Object.keys(key).length !== attributes.length) throw refusal(NO_MATCH);
  for (const attribute of attributes) {
    const value = attributeOf(key, attribute.name);
    if (value === undefined || typeOf(value) !== attribute.type) throw refusal(NO_MATCH);
    checkKeyValue(roleOf(schema, attribute), attribute.name, value);
  }
}

/**
 * Throws InvalidInput `rule` when a key attribute of an item or key holds an empty string or binary.
 * `keyOfItem` and `checkKey` include this; transactions ask it of all actions first, since only this key
 * error refuses the whole request rather than one action (observed on AWS).
 */
export function checkNoEmptyKey(schema: KeySchema, item: Item): void {
  for (const { name } of keyAttributes(schema)) {
    const value = attributeOf(item, name);
    if (value !== undefined) checkNotEmpty(name, value);
  }
}

/**
 * The bytes of a sort key value: their order is the order of the values of one type, and they end
 * themselves (base/ordered-bytes.ts, number-order.ts).
 */
export function sortKeyBytes(value: AttributeValue): Uint8Array {
  if ('S' in value) return orderedBytes(utf8Bytes(value.S));
  if ('B' in value) return orderedBytes(base64Bytes(value.B));
  assert('N' in value, 'a key value is a string, a number or a binary');
  return orderedNumber(value.N);
}

/** What the bytes of all sort keys that begin with a string or binary begin with, and no others. */
export function sortKeyPrefixBytes(value: AttributeValue): Uint8Array {
  if ('S' in value) return orderedPrefix(utf8Bytes(value.S));
  assert('B' in value, 'only strings and binaries begin with something');
  return orderedPrefix(base64Bytes(value.B));
}

/** The type and bytes of a partition key value, which are what its hash is taken of. */
export function partitionKeyBytes(value: AttributeValue): Uint8Array {
  if ('S' in value) return utf8Bytes(`S${value.S}`);
  if ('N' in value) return utf8Bytes(`N${value.N}`);
  assert('B' in value, 'a key value is a string, a number or a binary');
  return concatBytes([utf8Bytes('B'), base64Bytes(value.B)]);
}

/** Throws InvalidInput `rule` when the value of a key attribute is empty or too large. */
export function checkKeyValue(
  role: 'partition' | 'sort',
  name: string,
  value: AttributeValue,
): void {
  checkNotEmpty(name, value);
  checkKeySize(role, value);
}

function roleOf(schema: KeySchema, attribute: KeyAttribute): 'partition' | 'sort' {
  return attribute === schema.partition ? 'partition' : 'sort';
}

/** Throws InvalidInput `rule` when a key value of a table or index is too large. */
export function checkKeySize(role: 'partition' | 'sort', value: AttributeValue): void {
  const sizeBytes = keySizeBytes(value);
  if (role === 'partition' && sizeBytes > MAX_PARTITION_KEY_BYTES) {
    throw refusal(LARGE_PARTITION_KEY);
  }
  if (role === 'sort' && sizeBytes > MAX_SORT_KEY_BYTES) throw refusal(LARGE_SORT_KEY);
}

function checkNotEmpty(name: string, value: AttributeValue): void {
  const isString = 'S' in value && value.S === '';
  const isBinary = 'B' in value && value.B === '';
  if (!isString && !isBinary) return;
  const type = isString ? 'string' : 'binary';
  throw refusal(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type} value. Key: ${name}`,
  );
}

/** Numbers have no limit of their own. */
function keySizeBytes(value: AttributeValue): number {
  if ('S' in value) return utf8Length(value.S);
  return 'B' in value ? base64Length(value.B) : 0;
}

function refusal(message: string): InvalidInput {
  return new InvalidInput('rule', message);
}
