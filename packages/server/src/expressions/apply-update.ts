// What an update makes of an item. Right sides and list indexes refer to the item as it was before, so
// the actions have no order among themselves (observed by Scylla's test suite).

import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { attributeOf, setAttribute } from '../model/attribute-value.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import { addToValue, deleteFromValue } from './add-and-delete.ts';
import { evaluateSetValue } from './evaluate-set-value.ts';
import { addToAttribute, deleteFromAttribute } from './legacy/merge-attribute.ts';
import type { PathNode } from './path-tree.ts';
import type { UpdateAction } from './update-action.ts';

export interface ApplyContext {
  /** What right sides read; the key alone where no item exists. */
  readonly before: Item;
  readonly itemExists: boolean;
}

type Node = PathNode<UpdateAction>;
type NamesNode = Extract<Node, { kind: 'names' }>;
type IndexesNode = Extract<Node, { kind: 'indexes' }>;

/** The item after the update. Throws InvalidInput `rule`. */
export function applyActions(children: NamesNode['children'], context: ApplyContext): Item {
  return applyToAttributes(children, context.before, context);
}

function applyToAttributes(
  children: NamesNode['children'],
  attributes: Item,
  context: ApplyContext,
): Item {
  const updated: Record<string, AttributeValue> = { ...attributes };
  for (const [name, child] of children) {
    const value = applyToValue(child, attributeOf(attributes, name), context);
    if (value === undefined) delete updated[name];
    else setAttribute(updated, name, value);
  }
  return updated;
}

/** `value` is what is there before, the result what is there after; undefined stands for nothing. */
function applyToValue(
  node: Node,
  value: AttributeValue | undefined,
  context: ApplyContext,
): AttributeValue | undefined {
  switch (node.kind) {
    case 'leaf':
      return applyAction(node.leaf, value, context);
    case 'names':
      if (value !== undefined && 'M' in value) {
        return { M: applyToAttributes(node.children, value.M, context) };
      }
      break;
    case 'indexes':
      if (value !== undefined && 'L' in value) {
        return { L: applyToElements(node.children, value.L, context) };
      }
      break;
  }
  // Removing from inside an item that does not exist does nothing; with an item it is an error
  // (observed by Scylla's test suite).
  if (value === undefined && !context.itemExists && onlyRemoves(node)) return undefined;
  throw new InvalidInput(
    'rule',
    'The document path provided in the update expression is invalid for update',
  );
}

/** What is set behind the end of the list is appended, in the order of the indexes. */
function applyToElements(
  children: IndexesNode['children'],
  elements: readonly AttributeValue[],
  context: ApplyContext,
): readonly AttributeValue[] {
  const updated: (AttributeValue | undefined)[] = [...elements];
  for (const [index, child] of children) {
    const value = applyToValue(child, elements[index], context);
    if (index < elements.length) updated[index] = value;
    else updated.push(value);
  }
  return updated.filter((element) => element !== undefined);
}

function applyAction(
  action: UpdateAction,
  value: AttributeValue | undefined,
  context: ApplyContext,
): AttributeValue | undefined {
  switch (action.kind) {
    case 'set':
      return evaluateSetValue(action.value, context.before);
    case 'remove':
      return undefined;
    case 'add':
      return addToValue(value, action.operand);
    case 'delete':
      return deleteFromValue(value, action.operand);
    case 'add-to-attribute':
      return addToAttribute(value, action.operand);
    case 'delete-from-attribute':
      return deleteFromAttribute(value, action.operand);
  }
}

function onlyRemoves(node: Node): boolean {
  switch (node.kind) {
    case 'leaf':
      return node.leaf.kind === 'remove' || node.leaf.kind === 'delete';
    case 'names':
    case 'indexes':
      return [...node.children.values()].every(onlyRemoves);
  }
}
