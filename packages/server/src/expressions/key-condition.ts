// KeyConditionExpression: a condition of a special form, matched with the schema of a key.
//
// AWS checks it in three steps: as a condition; its form, which is still before the table is looked up;
// against the schema (observed on AWS, October 2026). Query calls the first two together and the third
// once it has the table.

import type { AttributeValue } from '../model/attribute-value.ts';
import { typeOf } from '../model/attribute-value.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import { checkKeyValue } from '../model/item-key.ts';
import { type KeyAttribute, type KeyParts, type KeySchema, partsOf } from '../model/table.ts';
import { bindCondition } from './condition.ts';
import type { KeyTerm, SortOperator, UnindexableTerm } from './key-terms.ts';
import { keyTermsOf } from './key-terms.ts';
import type { Placeholders } from './placeholders.ts';

type AnyTerm = KeyTerm | UnindexableTerm;

export interface SortCondition {
  readonly operator: SortOperator;
  /** Two values, in order, for `between`; otherwise one. */
  readonly values: readonly AttributeValue[];
}

/** Which items a query reads: those of one partition key, and of which sort keys. */
export interface KeyCondition {
  /** One for each attribute of the partition key. */
  readonly partition: readonly AttributeValue[];
  /** Values that the first attributes of the sort key are to have; a table's has one at most. */
  readonly sortPrefix: readonly AttributeValue[];
  /** What the sort attribute behind them is to be. */
  readonly sort?: SortCondition;
}

/** Throws InvalidInput `expression` for what is wrong whatever the table. */
export function bindKeyTerms(text: string, placeholders: Placeholders): readonly KeyTerm[] {
  return keyTermsOf(bindCondition('KeyConditionExpression', text, placeholders).root);
}

/**
 * Throws InvalidInput `rule` when the terms do not select a range of the key: an equality on each
 * attribute of the partition key, and on the sort attributes from the first on, of which only the last
 * that is named may be compared otherwise.
 */
export function matchKey(terms: readonly AnyTerm[], key: KeyParts): KeyCondition {
  const attributes = [...key.partition, ...key.sort];
  if (terms.length > attributes.length) {
    throw refusal(
      `The number of query conditions (${terms.length}) exceeds the number of key attributes defined in the schema (${attributes.length})`,
    );
  }
  const needed = Math.max(terms.length, key.partition.length);
  checkSortGaps(terms, key.sort);
  const matched = attributes.slice(0, needed).map((attribute) => matchTerm(terms, attribute));
  const partition = matched.slice(0, key.partition.length);
  const sort = matched.slice(key.partition.length);
  const last = sort.at(-1);
  const equal = [...partition, ...sort.slice(0, -1)];
  if (equal.some(({ operator }) => operator !== '=')) {
    throw refusal('Query key condition not supported');
  }
  checkValues('partition', key.partition, partition);
  checkValues('sort', key.sort, sort);
  return {
    partition: partition.flatMap(({ values }) => values),
    sortPrefix: sort.slice(0, -1).flatMap(({ values }) => values),
    ...(last === undefined ? {} : { sort: { operator: last.operator, values: last.values } }),
  };
}

/** Each sort attribute before one that is named has to be named too, with an equality. */
function checkSortGaps(terms: readonly AnyTerm[], sort: readonly KeyAttribute[]): void {
  const named = (name: string): AnyTerm | undefined =>
    terms.find(({ attribute }) => attribute === name);
  const last = sort.findLast(({ name }) => named(name) !== undefined);
  for (const { name } of sort) {
    if (last === undefined || name === last.name) return;
    if (named(name)?.operator === '=') continue;
    throw refusal(
      `RANGE key attributes ${name} must have equality conditions specified in the query because a condition is present on key attribute ${last.name}`,
    );
  }
}

function matchTerm(terms: readonly AnyTerm[], attribute: KeyAttribute): KeyTerm {
  const term = terms.find(({ attribute: name }) => name === attribute.name);
  // Fewer terms than attributes leave out the last ones.
  if (term === undefined) {
    throw refusal(`Query condition missed key schema element: ${attribute.name}`);
  }
  if (term.operator === 'unindexable') {
    throw refusal('Attempted conditional constraint is not an indexable operation');
  }
  checkTypes(term, attribute);
  return term;
}

/** Both steps at once. */
export function bindKeyCondition(
  text: string,
  placeholders: Placeholders,
  key: KeySchema,
): KeyCondition {
  return matchKey(bindKeyTerms(text, placeholders), partsOf(key));
}

function checkTypes({ values }: KeyTerm, { type }: KeyAttribute): void {
  if (values.every((value) => typeOf(value) === type)) return;
  throw refusal(
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  );
}

/** Empty and too large values are refused in reads as in writes. */
function checkValues(
  role: 'partition' | 'sort',
  attributes: readonly KeyAttribute[],
  terms: readonly KeyTerm[],
): void {
  for (const [index, { values }] of terms.entries()) {
    const name = attributes[index]?.name ?? '';
    for (const value of values) checkKeyValue(role, name, value);
  }
}

function refusal(message: string): InvalidInput {
  return new InvalidInput('rule', message);
}
