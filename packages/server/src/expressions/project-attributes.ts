// The part of an item that a tree of paths selects. Lists close up: of several elements those that
// exist follow each other in ascending order. What selects nothing leaves no empty map or list behind.

import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { attributeOf, setAttribute } from '../model/attribute-value.ts';
import type { PathNode } from './path-tree.ts';

/** Empty when there is nothing at any of the paths. */
export function projectAttributes(
  children: ReadonlyMap<string, PathNode<unknown>>,
  item: Item,
): Item {
  const projected: Record<string, AttributeValue> = {};
  for (const [name, child] of children) {
    const value = project(child, attributeOf(item, name));
    if (value !== undefined) setAttribute(projected, name, value);
  }
  return projected;
}

function project(
  node: PathNode<unknown>,
  value: AttributeValue | undefined,
): AttributeValue | undefined {
  if (value === undefined) return undefined;
  switch (node.kind) {
    case 'leaf':
      return value;
    case 'names': {
      if (!('M' in value)) return undefined;
      const projected = projectAttributes(node.children, value.M);
      return Object.keys(projected).length === 0 ? undefined : { M: projected };
    }
    case 'indexes': {
      if (!('L' in value)) return undefined;
      const projected: AttributeValue[] = [];
      for (const [index, child] of node.children) {
        const element = project(child, value.L[index]);
        if (element !== undefined) projected.push(element);
      }
      return projected.length === 0 ? undefined : { L: projected };
    }
  }
}
