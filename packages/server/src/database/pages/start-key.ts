// ExclusiveStartKey: what is wrong with one, in AWS's words and order (dynalite's tests), and the place in
// the store that it names. It need not be there any more.

import { compareBytes } from '../../base/bytes.ts';
import {
  attributeOf,
  type AttributeValue,
  type Item,
  typeOf,
} from '../../model/attribute-value.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { checkKey, sortKeyBytes } from '../../model/item-key.ts';
import { indexEntryKey, type KeyRange } from '../../model/storage-keys.ts';
import type { KeyAttribute } from '../../model/table.ts';
import { placeOf } from '../../write/item-place.ts';
import { baseHash, partitionHash } from '../../write/key-hash.ts';
import { keyAttributesOf, type PageSource } from './page-source.ts';

const noMatch = 'The provided key element does not match the schema';
const invalid = 'The provided starting key is invalid';

export type PageKind = 'query' | 'scan';

/**
 * The first of two steps: its shape, and the attributes that the page is ordered by.
 *
 * @throws InvalidInput
 */
export function decodeStartKey(source: PageSource, raw: unknown, kind: PageKind): Item {
  const key = decodeItem(raw);
  const isTableScan = kind === 'scan' && source.index === undefined;
  const hasAll = Object.keys(key).length === keyAttributesOf(source).length;
  if (isTableScan) {
    if (!hasAll) throw refusal(`${invalid}: ${noMatch}`);
    return key;
  }
  if (!hasAll) throw refusal(invalid);
  for (const { name, type } of [...source.key.partition, ...source.key.sort]) {
    const value = attributeOf(key, name);
    if (value === undefined) throw refusal(invalid);
    if (typeOf(value) !== type) throw refusal(noMatch);
  }
  return key;
}

/**
 * The second step: all of it. Gives the store's key of what a decoded start key names.
 *
 * @throws InvalidInput
 */
export function placeOfStart(source: PageSource, key: Item): Uint8Array {
  try {
    for (const attribute of keyAttributesOf(source)) {
      const value = attributeOf(key, attribute.name);
      if (value === undefined) throw refusal(noMatch);
      checkKey({ partition: attribute }, { [attribute.name]: value });
    }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw refusal(`${invalid}: ${error.message}`);
  }
  return storeKeyOf(source, key);
}

function storeKeyOf({ table, index }: PageSource, key: Item): Uint8Array {
  if (index === undefined) return placeOf(table, key).key;
  return indexEntryKey(
    { table: table.number, index: index.number },
    {
      hash: partitionHash(keyValues(index.key.partition, key)),
      sort: keyValues(index.key.sort, key).map(sortKeyBytes),
      base: baseHash(table.key, key),
    },
  );
}

/** Values that are known to be there. */
export function keyValues(attributes: readonly KeyAttribute[], key: Item): AttributeValue[] {
  return attributes.map(({ name }) => attributeOf(key, name) as AttributeValue);
}

export function liesIn(range: KeyRange, key: Uint8Array): boolean {
  return compareBytes(key, range.from) >= 0 && compareBytes(key, range.to) < 0;
}

/** @throws InvalidInput when it does not lie in what a query selects. */
export function refuseOutside(range: KeyRange, key: Uint8Array): void {
  if (liesIn(range, key)) return;
  throw refusal(
    'The provided starting key is outside query boundaries based on provided conditions',
  );
}

/** @throws InvalidInput when it lies in another segment. */
export function refuseOtherSegment(
  range: KeyRange,
  key: Uint8Array,
  { index, total }: { readonly index: number; readonly total: number },
): void {
  if (liesIn(range, key)) return;
  throw refusal(
    `${invalid}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${total} Segment: ${index}`,
  );
}

function refusal(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
