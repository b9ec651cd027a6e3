// A condition as alternatives of conditions that all hold. Only those ORs are taken apart that say
// something of the key; others stay what they are, one condition.

import type { ConditionNode } from '../expressions/condition-node.ts';
import type { KeyAttribute, KeySchema } from '../model/table.ts';
import { keyTermOf } from './key-terms.ts';

/** More alternatives than this are not worth taking apart. Ours. */
const MAX_ALTERNATIVES = 256;

/** Undefined when there would be too many. */
export function alternativesOf(
  node: ConditionNode,
  { partition, sort }: KeySchema,
): readonly (readonly ConditionNode[])[] | undefined {
  return expand(node, sort === undefined ? [partition] : [partition, sort]);
}

type Alternatives = readonly (readonly ConditionNode[])[];

function expand(node: ConditionNode, key: readonly KeyAttribute[]): Alternatives | undefined {
  if (node.kind === 'and') {
    let alternatives: Alternatives = [[]];
    for (const condition of node.conditions) {
      const next = expand(condition, key);
      if (next === undefined) return undefined;
      if (alternatives.length * next.length > MAX_ALTERNATIVES) return undefined;
      alternatives = alternatives.flatMap((terms) => next.map((more) => terms.concat(more)));
    }
    return alternatives;
  }
  if (node.kind !== 'or' || !node.conditions.some((condition) => saysKey(condition, key))) {
    return [[node]];
  }
  const alternatives: (readonly ConditionNode[])[] = [];
  for (const condition of node.conditions) {
    const next = expand(condition, key);
    if (next === undefined) return undefined;
    alternatives.push(...next);
    if (alternatives.length > MAX_ALTERNATIVES) return undefined;
  }
  return alternatives;
}

function saysKey(node: ConditionNode, key: readonly KeyAttribute[]): boolean {
  if (node.kind === 'and' || node.kind === 'or') {
    return node.conditions.some((condition) => saysKey(condition, key));
  }
  return key.some((attribute) => keyTermOf(node, attribute) !== undefined);
}
