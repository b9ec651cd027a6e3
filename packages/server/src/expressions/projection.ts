// Projection expressions: a text is bound to the placeholders of a request once, and then applied to any
// number of items.

import { type AttributeValue, type Item, setAttribute } from '../model/attribute-value.ts';
import { parseProjection } from './parse-projection.ts';
import type { Path } from './path.ts';
import { attributesOf, nestedAttributesOf, valueAt } from './path.ts';
import type { PathNode } from './path-tree.ts';
import { draftPaths, pathTree } from './path-tree.ts';
import type { Placeholders } from './placeholders.ts';
import { projectAttributes } from './project-attributes.ts';

const KIND = 'ProjectionExpression';

/** An attribute of the outcome, and where its value comes from. */
export interface Column {
  readonly name: string;
  readonly path: Path;
}

export interface Projection {
  readonly tree: ReadonlyMap<string, PathNode<unknown>>;
  /** The attributes that it asks for, whole or in part. */
  readonly attributes: ReadonlySet<string>;
  /** Those that it looks into with `.` or `[]`, which key attributes do not allow. */
  readonly nestedAttributes: ReadonlySet<string>;
  /** Set when the values stand side by side under names of their own, and not in their maps and lists. */
  readonly columns?: readonly Column[];
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
  const { tree, columns } = projection;
  return columns === undefined ? projectAttributes(tree, item) : projectColumns(columns, item);
}

/** Throws InvalidInput `expression` when two paths overlap or conflict. */
export function columnProjection(columns: readonly Column[]): Projection {
  const paths = columns.map(({ path }) => path);
  return {
    tree: pathTree(draftPaths(KIND, paths), paths),
    attributes: attributesOf(paths),
    nestedAttributes: nestedAttributesOf(paths),
    columns,
  };
}

function projectColumns(columns: readonly Column[], item: Item): Item {
  const projected: Record<string, AttributeValue> = {};
  for (const { name, path } of columns) {
    const value = valueAt(item, path);
    if (value !== undefined) setAttribute(projected, name, value);
  }
  return projected;
}
