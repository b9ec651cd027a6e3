// How a SELECT finds its items: by reading parts of partitions, when every alternative of its condition
// says which partition, and else by reading everything (developer guide, "PartiQL select statements").

import type { ConditionNode } from '../expressions/condition-node.ts';
import type { KeyCondition, SortCondition } from '../expressions/key-condition.ts';
import { type AttributeValue, typeOf } from '../model/attribute-value.ts';
import { checkKeyValue } from '../model/item-key.ts';
import type { KeyAttribute, KeySchema } from '../model/table.ts';
import { alternativesOf } from './alternatives.ts';
import { conjunction, valueIdentity } from './conjunction.ts';
import { type KeyTerm, keyTermOf } from './key-terms.ts';
import { refused } from './statement-error.ts';

/** Reads that one statement may come to (observed on AWS). */
const MAX_READS = 50;

/** A part of one partition, and what else its items have to be. */
export interface KeyRead {
  readonly condition: KeyCondition;
  readonly filter: ConditionNode | undefined;
  readonly alternative: Alternative;
}

/** One of the conditions of which any will do. */
export interface Alternative {
  /** All of it. */
  readonly whole: ConditionNode;
  /** What of it is left to be a filter. */
  readonly filter: ConditionNode | undefined;
  /** Whether it says something of the sort key that no range does. */
  readonly excludesSortKeys: boolean;
}

/**
 * Undefined when everything has to be read.
 *
 * Throws InvalidInput when a value does not fit its key attribute, or there are too many reads.
 */
export function keyReadsOf(
  where: ConditionNode | undefined,
  key: KeySchema,
): readonly KeyRead[] | undefined {
  if (where === undefined) return undefined;
  const alternatives = alternativesOf(where, key)?.map((terms) => keyedOf(terms, key));
  if (alternatives === undefined || alternatives.includes(undefined)) return undefined;
  const keyed = alternatives.filter((alternative) => alternative !== undefined);
  const count = keyed.reduce(
    (sum, { partitions, sorts }) => sum + partitions.length * sorts.length,
    0,
  );
  if (count > MAX_READS) {
    throw refused('Too many decomposed read operations for a given query.');
  }
  return keyed.flatMap(({ partitions, sorts, alternative }) =>
    partitions.flatMap((partition) =>
      sorts.map((sort) => ({
        condition: {
          partition: [partition],
          sortPrefix: [],
          ...(sort === undefined ? {} : { sort }),
        },
        filter: alternative.filter,
        alternative,
      })),
    ),
  );
}

interface Keyed {
  readonly partitions: readonly AttributeValue[];
  /** At least one; undefined is the whole partition. */
  readonly sorts: readonly (SortCondition | undefined)[];
  readonly alternative: Alternative;
}

/** Undefined when the conditions do not name one set of partitions. */
function keyedOf(terms: readonly ConditionNode[], key: KeySchema): Keyed | undefined {
  const ofPartition = terms.filter((term) => isEquality(keyTermOf(term, key.partition)));
  const [partitionTerm] = ofPartition.map((term) => keyTermOf(term, key.partition));
  if (partitionTerm === undefined || !allTheSame(ofPartition, key.partition)) return undefined;
  checkValues('partition', key.partition, partitionTerm);
  const sortNode = sortNodeOf(terms, key.sort);
  const sortTerm =
    key.sort === undefined || sortNode === undefined ? undefined : keyTermOf(sortNode, key.sort);
  if (key.sort !== undefined && sortTerm !== undefined) checkValues('sort', key.sort, sortTerm);
  const rest = terms.filter((term) => !ofPartition.includes(term) && term !== sortNode);
  return {
    partitions: partitionTerm.values,
    sorts: sortTerm === undefined ? [undefined] : sortConditionsOf(sortTerm),
    alternative: {
      whole: conjunction(terms) ?? { kind: 'and', conditions: [] },
      filter: conjunction(rest),
      excludesSortKeys: key.sort !== undefined && rest.some((term) => excludes(term, key.sort)),
    },
  };
}

/** The condition that says which sort keys to read: an equality, if there is one, or the first range. */
function sortNodeOf(
  terms: readonly ConditionNode[],
  sort: KeyAttribute | undefined,
): ConditionNode | undefined {
  if (sort === undefined) return undefined;
  const usable = terms.filter((term) => keyTermOf(term, sort) !== undefined);
  return usable.find((term) => isEquality(keyTermOf(term, sort))) ?? usable[0];
}

function sortConditionsOf({ operator, values }: KeyTerm): readonly SortCondition[] {
  if (operator !== 'in') return [{ operator, values }];
  return values.map((value) => ({ operator: '=', values: [value] }));
}

function isEquality(term: KeyTerm | undefined): boolean {
  return term?.operator === '=' || term?.operator === 'in';
}

function allTheSame(terms: readonly ConditionNode[], attribute: KeyAttribute): boolean {
  if (terms.length === 1) return true;
  const values = terms.flatMap((term) => keyTermOf(term, attribute)?.values ?? []);
  return new Set(values.map(valueIdentity)).size === 1;
}

function excludes(term: ConditionNode, sort: KeyAttribute | undefined): boolean {
  if (sort === undefined) return false;
  switch (term.kind) {
    case 'not':
      return mentionsKey(term.condition, sort);
    case 'comparison':
      return term.operator === '<>' && mentionsKey({ ...term, operator: '=' }, sort);
    default:
      return false;
  }
}

function mentionsKey(node: ConditionNode, attribute: KeyAttribute): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.conditions.some((condition) => mentionsKey(condition, attribute));
    case 'not':
      return mentionsKey(node.condition, attribute);
    default:
      return keyTermOf(node, attribute) !== undefined;
  }
}

function checkValues(
  role: 'partition' | 'sort',
  { name, type }: KeyAttribute,
  { values }: KeyTerm,
): void {
  for (const value of values) {
    if (typeOf(value) !== type) {
      throw refused(
        `Key attribute's data type should match its data type in table's schema: Key ${name}`,
      );
    }
    checkKeyValue(role, name, value);
  }
}
