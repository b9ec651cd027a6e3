// AttributeUpdates, the older form of an update: one action a top-level attribute.

import type { AttributeType, AttributeValue, Item } from '../../model/attribute-value.ts';
import { attributeOf, setAttribute, typeOf } from '../../model/attribute-value.ts';
import { checkAttributeName } from '../../model/attribute-name.ts';
import { decodeItem } from '../../model/decode-item.ts';
import type { PathNode } from '../path-tree.ts';
import type { UpdateAction } from '../update-action.ts';
import type { Update } from '../update.ts';
import { invalidParameter } from './invalid-parameter.ts';

const NO_ATTRIBUTES: ReadonlySet<string> = new Set();
const DELETABLE: ReadonlySet<AttributeType> = new Set(['SS', 'NS', 'BS']);
// Lists are not in AWS's documentation (observed on AWS, dynalite's tests).
const ADDABLE: ReadonlySet<AttributeType> = new Set(['N', 'L', ...DELETABLE]);

/** What happens to one attribute, as sent; `value` is a wire attribute value, unchecked. */
export interface AttributeUpdate {
  readonly attribute: string;
  /** Default: PUT. */
  readonly action?: 'PUT' | 'ADD' | 'DELETE';
  readonly value?: unknown;
}

export interface AttributeUpdates extends Update {
  /** The values by attribute, which those of index keys are checked by. */
  readonly sent: Item;
}

/** Without any update it still makes an item where there is none. Throws InvalidInput. */
export function bindAttributeUpdates(updates: readonly AttributeUpdate[]): AttributeUpdates {
  const tree = new Map<string, PathNode<UpdateAction>>();
  const sent: Record<string, AttributeValue> = {};
  let createsItem = updates.length === 0;
  for (const { attribute, action = 'PUT', value: raw } of updates) {
    checkAttributeName(attribute);
    // Items hold well-formed names only.
    const name = attribute.toWellFormed();
    const value = raw === undefined ? undefined : attributeOf(decodeItem({ [name]: raw }), name);
    if (value !== undefined) setAttribute(sent, name, value);
    tree.set(name, { kind: 'leaf', leaf: bindAction(action, value) });
    createsItem ||= action !== 'DELETE';
  }
  const attributes = new Set(tree.keys());
  return { tree, attributes, nestedAttributes: NO_ATTRIBUTES, createsItem, sent };
}

function bindAction(
  action: 'PUT' | 'ADD' | 'DELETE',
  value: AttributeValue | undefined,
): UpdateAction {
  if (value === undefined) {
    if (action === 'DELETE') return { kind: 'remove' };
    throw invalidParameter('Only DELETE action is allowed when no attribute value is specified');
  }
  const type = typeOf(value);
  switch (action) {
    case 'PUT':
      return { kind: 'set', value: { kind: 'literal', value } };
    case 'ADD':
      if (ADDABLE.has(type)) return { kind: 'add-to-attribute', operand: value };
      throw invalidParameter(`ADD action is not supported for the type ${type}`);
    case 'DELETE':
      if (DELETABLE.has(type)) return { kind: 'delete-from-attribute', operand: value };
      throw invalidParameter(`DELETE action with value is not supported for the type ${type}`);
  }
}
