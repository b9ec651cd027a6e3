// Condition expressions, filters, and what key conditions are before they are matched with a key: a text
// is bound to the placeholders of a request once, and then evaluated on any number of items.

import type { Item } from '../model/attribute-value.ts';
import { bindConditionNode } from './bind-condition.ts';
import type { ConditionNode } from './condition-node.ts';
import { evaluateConditionNode } from './evaluate-condition.ts';
import type { ConditionKind } from './parse-condition.ts';
import { parseCondition } from './parse-condition.ts';
import type { Path } from './path.ts';
import { attributesOf, nestedAttributesOf } from './path.ts';
import type { Placeholders } from './placeholders.ts';

const NO_ITEM: Item = {};

export interface Condition {
  readonly root: ConditionNode;
  /** The attributes that it mentions; a filter of a query may not mention key attributes. */
  readonly attributes: ReadonlySet<string>;
  /** Those that it looks into with `.` or `[]`, which key attributes do not allow. */
  readonly nestedAttributes: ReadonlySet<string>;
}

/**
 * Throws InvalidInput `expression` with AWS's text for whatever is wrong with the expression or the
 * placeholders that it uses.
 */
export function bindCondition(
  kind: ConditionKind,
  text: string,
  placeholders: Placeholders,
): Condition {
  const paths: Path[] = [];
  const root = bindConditionNode(parseCondition(kind, text), { kind, placeholders, paths });
  return { root, attributes: attributesOf(paths), nestedAttributes: nestedAttributesOf(paths) };
}

/** An item that does not exist is one without attributes. Nothing in an item is an error. */
export function evaluateCondition(condition: Condition, item: Item | undefined): boolean {
  return evaluateConditionNode(condition.root, item ?? NO_ITEM);
}
