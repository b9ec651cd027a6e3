// AttributesToGet, the older form of a projection: the names of whole attributes.

import type { PathNode } from '../path-tree.ts';
import type { Projection } from '../projection.ts';
import { invalidParameter } from './invalid-parameter.ts';

const NO_ATTRIBUTES: ReadonlySet<string> = new Set();

/** Throws InvalidInput `rule` when a name is there twice. */
export function bindAttributesToGet(names: readonly string[]): Projection {
  const tree = new Map<string, PathNode<string>>();
  for (const sent of names) {
    // Items hold well-formed names only.
    const name = sent.toWellFormed();
    if (tree.has(name)) throw invalidParameter(`Duplicate value in attribute name: ${name}`);
    tree.set(name, { kind: 'leaf', leaf: name });
  }
  return { tree, attributes: new Set(tree.keys()), nestedAttributes: NO_ATTRIBUTES };
}
