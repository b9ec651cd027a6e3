// AttributesToGet, the older form of a projection: the names of whole attributes.

import { checkNameSize } from '../../model/attribute-name.ts';
import type { PathNode } from '../path-tree.ts';
import type { Projection } from '../projection.ts';
import { invalidParameter } from './invalid-parameter.ts';

const NO_ATTRIBUTES: ReadonlySet<string> = new Set();

/** Throws InvalidInput: `value` when a name is too large, `rule` when one is there twice. */
export function bindAttributesToGet(names: readonly string[]): Projection {
  const tree = new Map<string, PathNode<string>>();
  for (const sent of names) {
    checkNameSize(sent);
    // Items hold well-formed names only.
    const name = sent.toWellFormed();
    if (tree.has(name)) throw invalidParameter(`Duplicate value in attribute name: ${name}`);
    tree.set(name, { kind: 'leaf', leaf: name });
  }
  return { tree, attributes: new Set(tree.keys()), nestedAttributes: NO_ATTRIBUTES };
}
