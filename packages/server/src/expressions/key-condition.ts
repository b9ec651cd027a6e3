// KeyConditionExpression: a condition of a special form, matched with the schema of a key.
//
// AWS checks it in three steps: as a condition; its form, which is still before the table is looked up;
// against the schema (observed on AWS, October 2026). Query calls the first two together and the third
// once it has the table.

import { assert } from '../base/assert.ts';
import type { AttributeValue } from '../model/attribute-value.ts';
import { typeOf, withAttribute } from '../model/attribute-value.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import { checkKey, keyAttributes } from '../model/item-key.ts';
import type { KeyAttribute, KeySchema } from '../model/table.ts';
import { bindCondition } from './condition.ts';
import type { KeyTerm, SortOperator } from './key-terms.ts';
import { keyTermsOf } from './key-terms.ts';
import type { Placeholders } from './placeholders.ts';

export interface SortCondition {
  readonly operator: SortOperator;
  /** Two values, in order, for `between`; otherwise one. */
  readonly values: readonly AttributeValue[];
}

/** Which items a query reads: those of one partition key, and of which sort keys. */
export interface KeyCondition {
  readonly partition: AttributeValue;
  readonly sort?: SortCondition;
}

/** Throws InvalidInput `expression` for what is wrong whatever the table. */
export function bindKeyTerms(text: string, placeholders: Placeholders): readonly KeyTerm[] {
  return keyTermsOf(bindCondition('KeyConditionExpression', text, placeholders).root);
}

/** Throws InvalidInput `rule` when the terms do not select a range of a key of this schema. */
export function matchKey(terms: readonly KeyTerm[], key: KeySchema): KeyCondition {
  const attributes = keyAttributes(key);
  if (terms.length > attributes.length) {
    throw refusal(
      `The number of query conditions (${terms.length}) exceeds the number of key attributes defined in the schema (${attributes.length})`,
    );
  }
  const [partition, sort] = attributes.map((attribute, index) => {
    const term = terms.find(({ attribute: name }) => name === attribute.name);
    // Fewer terms than attributes leave out the last ones.
    if (term === undefined && index < terms.length) {
      throw refusal(`Query condition missed key schema element: ${attribute.name}`);
    }
    if (term !== undefined) checkTypes(term, attribute);
    return term;
  });
  const [value] = partition?.values ?? [];
  assert(value !== undefined, 'there is a first term, it is on the partition key, and has a value');
  if (partition?.operator !== '=') throw refusal('Query key condition not supported');
  checkValues(key, value, sort?.values ?? []);
  if (sort === undefined) return { partition: value };
  return { partition: value, sort: { operator: sort.operator, values: sort.values } };
}

/** Both steps at once. */
export function bindKeyCondition(
  text: string,
  placeholders: Placeholders,
  key: KeySchema,
): KeyCondition {
  return matchKey(bindKeyTerms(text, placeholders), key);
}

function checkTypes({ values }: KeyTerm, { type }: KeyAttribute): void {
  if (values.every((value) => typeOf(value) === type)) return;
  throw refusal(
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  );
}

/** Empty and too large values are refused in reads as in writes. */
function checkValues(
  { partition, sort }: KeySchema,
  value: AttributeValue,
  sortValues: readonly AttributeValue[],
): void {
  const partitionKey = withAttribute({}, partition.name, value);
  checkKey({ partition }, partitionKey);
  if (sort === undefined) return;
  for (const sortValue of sortValues) {
    checkKey({ partition, sort }, withAttribute(partitionKey, sort.name, sortValue));
  }
}

function refusal(message: string): InvalidInput {
  return new InvalidInput('rule', message);
}
