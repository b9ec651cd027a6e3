// Projection expressions: a text is bound to the placeholders of a request once, and then applied to any
// number of items.

import type { Item } from '../model/attribute-value.ts';
import { parseProjection } from './parse-projection.ts';
import { attributesOf, nestedAttributesOf } from './path.ts';
import type { PathNode } from './path-tree.ts';
import { draftPaths, pathTree } from './path-tree.ts';
import type { Placeholders } from './placeholders.ts';
import { projectAttributes } from './project-attributes.ts';

const KIND = 'ProjectionExpression';

export interface Projection {
  readonly tree: ReadonlyMap<string, PathNode<unknown>>;
  /** The attributes that it asks for, whole or in part. */
  readonly attributes: ReadonlySet<string>;
  /** Those that it looks into with `.` or `[]`, which key attributes do not allow. */
  readonly nestedAttributes: ReadonlySet<string>;
}

/** Throws InvalidInput `expression` with AWS's text, also when two paths overlap or conflict. */
export function bindProjection(text: string, placeholders: Placeholders): Projection {
  const paths = parseProjection(text).map((path) => placeholders.path(KIND, path));
  return {
    tree: pathTree(draftPaths(KIND, paths), paths),
    attributes: attributesOf(paths),
    nestedAttributes: nestedAttributesOf(paths),
  };
}

/** The selected part of an item; empty when the item has nothing at any of the paths. */
export function projectItem(projection: Projection, item: Item): Item {
  return projectAttributes(projection.tree, item);
}
