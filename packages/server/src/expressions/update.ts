// Update expressions: a text is bound to the placeholders of a request, and then applied to an item.

import {
  type AttributeType,
  type AttributeValue,
  type Item,
  setAttribute,
  typeOf,
} from '../model/attribute-value.ts';
import { applyActions } from './apply-update.ts';
import { bindActions } from './bind-update.ts';
import { parseUpdate, type UpdateTree } from './parse-update.ts';
import { attributesOf, nestedAttributesOf } from './path.ts';
import type { PathNode } from './path-tree.ts';
import { draftPaths, pathTree } from './path-tree.ts';
import type { Placeholders } from './placeholders.ts';
import { projectAttributes } from './project-attributes.ts';
import type { SetValue, UpdateAction } from './update-action.ts';

const KIND = 'UpdateExpression';

export interface Update {
  /** What is done where. */
  readonly tree: ReadonlyMap<string, PathNode<UpdateAction>>;
  /** The attributes that it writes, whole or in part; key attributes may not be among them. */
  readonly attributes: ReadonlySet<string>;
  /** Those that it looks into with `.` or `[]`, to write or to read; key attributes do not allow it. */
  readonly nestedAttributes: ReadonlySet<string>;
  /** Whether it makes an item where there is none; one that only removes does not. */
  readonly createsItem: boolean;
}

/**
 * Throws InvalidInput `expression` with AWS's text for whatever is wrong before an item is read. The
 * order of the checks is AWS's, by dynalite's tests: undefined names, undefined values, paths that
 * overlap, paths that conflict, operands of ADD and DELETE, operands of functions and arithmetic.
 */
export function bindUpdate(text: string, placeholders: Placeholders): Update {
  return bindUpdateTree(parseUpdate(text), placeholders);
}

/** The same for an update that was read already. */
export function bindUpdateTree(
  { actions, paths, values }: UpdateTree,
  placeholders: Placeholders,
): Update {
  const mentioned = paths.map((path) => placeholders.path(KIND, path));
  for (const value of values) placeholders.value(KIND, value.placeholder);
  const targets = actions.map(({ path }) => placeholders.path(KIND, path));
  const draft = draftPaths(KIND, targets);
  return {
    tree: pathTree(draft, bindActions(actions, placeholders)),
    attributes: attributesOf(targets),
    nestedAttributes: nestedAttributesOf(mentioned),
    createsItem: actions.some(({ kind }) => kind === 'set' || kind === 'add'),
  };
}

/**
 * The item after the update, not in canonical form; `before` is left as it is. Where no item exists,
 * `before` holds the key alone, and `update.createsItem` says whether the outcome is to be stored.
 *
 * Throws InvalidInput `rule` when a path leads nowhere, an operand is missing or has the wrong type, or a
 * number could not be stored.
 */
export function applyUpdate(update: Update, before: Item, itemExists = true): Item {
  return applyActions(update.tree, { before, itemExists });
}

/** The whole attributes that it sets to values which the request itself sends, with those values. */
export function sentAttributes(update: Update): Item {
  const sent: Record<string, AttributeValue> = {};
  for (const [name, node] of update.tree) {
    if (node.kind !== 'leaf' || node.leaf.kind !== 'set') continue;
    const { value } = node.leaf;
    if (value.kind === 'literal') setAttribute(sent, name, value.value);
  }
  return sent;
}

/**
 * The types of the whole attributes that it writes, as far as they are known whatever the item: those of
 * values and of what functions and arithmetic give, and what is added to or deleted from.
 */
export function knownTypes(update: Update): ReadonlyMap<string, AttributeType> {
  const types = new Map<string, AttributeType>();
  for (const [name, node] of update.tree) {
    const type = node.kind === 'leaf' ? typeOfAction(node.leaf) : undefined;
    if (type !== undefined) types.set(name, type);
  }
  return types;
}

function typeOfAction(action: UpdateAction): AttributeType | undefined {
  switch (action.kind) {
    case 'set':
      return typeOfSetValue(action.value);
    case 'remove':
      return undefined;
    case 'add':
    case 'delete':
    case 'add-to-attribute':
    case 'delete-from-attribute':
      return typeOf(action.operand);
  }
}

function typeOfSetValue(value: SetValue): AttributeType | undefined {
  switch (value.kind) {
    case 'literal':
      return typeOf(value.value);
    case 'path':
      return undefined;
    case 'if_not_exists':
      return typeOfSetValue(value.otherwise);
    case 'list_append':
      return 'L';
    case 'arithmetic':
      return 'N';
  }
}

/** What the item has at the paths that the update writes: UPDATED_OLD or UPDATED_NEW. */
export function updatedPaths(update: Update, item: Item): Item {
  return projectAttributes(update.tree, item);
}
