// The rules for attributes that are keys of secondary indexes. An item may lack them; where it has
// them, they must be of the index's type, not empty, and within the limits of keys.

import { attributeOf, type AttributeValue, type Item, typeOf } from '../model/attribute-value.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import { checkKeySize } from '../model/item-key.ts';
import type { IndexDefinition, KeyAttribute } from '../model/table.ts';

/** Words the refusal of one value; AWS's differ between items as sent and items as updated. */
interface Wording {
  typeMismatch(index: IndexDefinition, key: KeyAttribute, actual: string): string;
  empty(index: IndexDefinition, key: KeyAttribute, kind: 'string' | 'binary'): string;
}

const sent: Wording = {
  typeMismatch: ({ name: index }, { name, type }, actual) =>
    `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${actual} IndexName: ${index}`,
  empty: ({ name: index }, { name }, kind) =>
    `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${index}, IndexKey: ${name}`,
};

const updated: Wording = {
  typeMismatch: () =>
    'The update expression attempted to update the secondary index key to unsupported type',
  empty: (_index, _key, kind) =>
    `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value.`,
};

/** @throws InvalidInput when an item that a caller sent does not suit an index of its table. */
export function checkSentIndexKeys(indexes: readonly IndexDefinition[], item: Item): void {
  check(indexes, item, sent);
}

/** @throws InvalidInput when an update left an item that does not suit an index of its table. */
export function checkUpdatedIndexKeys(indexes: readonly IndexDefinition[], item: Item): void {
  check(indexes, item, updated);
}

/**
 * Of these refusals, that of an empty value alone: transactions ask it of all actions first, because it
 * refuses the whole request rather than one action (observed on AWS).
 *
 * @throws InvalidInput when an item, or what an update sets, holds an empty index key
 */
export function checkNoEmptyIndexKey(
  indexes: readonly IndexDefinition[],
  item: Item,
  origin: 'sent' | 'updated',
): void {
  const wording = origin === 'sent' ? sent : updated;
  for (const index of indexes) {
    for (const attribute of [...index.key.partition, ...index.key.sort]) {
      const value = attributeOf(item, attribute.name);
      if (value !== undefined) checkNotEmpty(value, { index, attribute, wording });
    }
  }
}

/** Whether an index can hold the item; items from before the index may be ones that it cannot. */
export function suitsIndex(index: IndexDefinition, item: Item): boolean {
  try {
    check([index], item, sent);
    return true;
  } catch (error) {
    if (error instanceof InvalidInput) return false;
    throw error;
  }
}

function check(indexes: readonly IndexDefinition[], item: Item, wording: Wording): void {
  for (const index of indexes) {
    for (const [role, attributes] of Object.entries(index.key)) {
      for (const attribute of attributes as readonly KeyAttribute[]) {
        const value = attributeOf(item, attribute.name);
        if (value === undefined) continue;
        checkValue(value, { index, attribute, wording });
        checkKeySize(role as 'partition' | 'sort', value);
      }
    }
  }
}

/** An index key attribute, and how its refusal is worded. */
interface KeyUse {
  readonly index: IndexDefinition;
  readonly attribute: KeyAttribute;
  readonly wording: Wording;
}

function checkValue(value: AttributeValue, at: KeyUse): void {
  const { index, attribute, wording } = at;
  const type = typeOf(value);
  if (type !== attribute.type) {
    throw new InvalidInput('rule', wording.typeMismatch(index, attribute, type));
  }
  checkNotEmpty(value, at);
}

function checkNotEmpty(value: AttributeValue, { index, attribute, wording }: KeyUse): void {
  const isEmpty = ('S' in value && value.S === '') || ('B' in value && value.B === '');
  if (!isEmpty) return;
  const kind = 'S' in value ? 'string' : 'binary';
  throw new InvalidInput('rule', wording.empty(index, attribute, kind));
}
