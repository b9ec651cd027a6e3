// The paths of a projection or an update as one tree, in which no path ends inside another one and no
// attribute is a map for one path and a list for another. What several paths do to one item is then
// done in one walk.

import { AssertionError, assert } from '../base/assert.ts';
import type { InvalidInput } from '../model/invalid-input.ts';
import type { ExpressionKind } from './expression-error.ts';
import { expressionError } from './expression-error.ts';
import type { Path } from './path.ts';
import { printPath } from './path.ts';

export type PathNode<T> =
  | { readonly kind: 'leaf'; readonly leaf: T }
  | { readonly kind: 'names'; readonly children: ReadonlyMap<string, PathNode<T>> }
  /** In ascending order of the indexes. */
  | { readonly kind: 'indexes'; readonly children: ReadonlyMap<number, PathNode<T>> };

/** The tree of paths that fit beside each other, before it is said what stands at their ends. */
export interface PathDraft {
  /** Which path ends here; set only where there are no children. */
  end?: number;
  readonly children: Map<string | number, PathDraft>;
}

/** Throws InvalidInput `expression` when two of the paths overlap or conflict. */
export function draftPaths(kind: ExpressionKind, paths: readonly Path[]): PathDraft {
  const root: PathDraft = { children: new Map() };
  for (const [index, path] of paths.entries()) {
    if (!insert(root, path, index)) throw clashError(kind, paths);
  }
  return root;
}

/** The tree of the drafted paths; `leaves` has what belongs to each of them, in the same order. */
export function pathTree<T>(
  draft: PathDraft,
  leaves: readonly T[],
): ReadonlyMap<string, PathNode<T>> {
  const tree = finished(draft, leaves);
  assert(tree.kind === 'names', 'a path starts with a name');
  return tree.children;
}

/** Whether the path fits beside those that are in the tree already. */
function insert(root: PathDraft, path: Path, index: number): boolean {
  let node = root;
  for (const element of path) {
    if (node.end !== undefined) return false;
    const [sibling] = node.children.keys();
    if (sibling !== undefined && typeof sibling !== typeof element) return false;
    let child = node.children.get(element);
    if (child === undefined) {
      child = { children: new Map() };
      node.children.set(element, child);
    }
    node = child;
  }
  if (node.end !== undefined || node.children.size > 0) return false;
  node.end = index;
  return true;
}

// No deeper than a path is long, which is checked before.
function finished<T>({ end, children }: PathDraft, leaves: readonly T[]): PathNode<T> {
  if (end !== undefined) {
    assert(end < leaves.length, 'every path has a leaf');
    return { kind: 'leaf', leaf: leaves[end] as T };
  }
  const names = new Map<string, PathNode<T>>();
  const indexes: [number, PathNode<T>][] = [];
  for (const [element, child] of children) {
    if (typeof element === 'string') names.set(element, finished(child, leaves));
    else indexes.push([element, finished(child, leaves)]);
  }
  if (indexes.length === 0) return { kind: 'names', children: names };
  indexes.sort(([a], [b]) => a - b);
  return { kind: 'indexes', children: new Map(indexes) };
}

// Any overlap comes before any conflict, and of several the one with the earliest second path, then
// with the earliest first one (dynalite's tests).
function clashError(kind: ExpressionKind, paths: readonly Path[]): InvalidInput {
  for (const clash of ['overlap', 'conflict'] as const) {
    for (const [index, second] of paths.entries()) {
      const first = paths.slice(0, index).find((path) => clashOf(path, second) === clash);
      if (first === undefined) continue;
      return expressionError(
        kind,
        `Two document paths ${clash} with each other; must remove or rewrite one of these paths; ` +
          `path one: ${printPath(first)}, path two: ${printPath(second)}`,
      );
    }
  }
  throw new AssertionError('paths that do not fit in one tree clash in pairs');
}

function clashOf(a: Path, b: Path): 'overlap' | 'conflict' | undefined {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    if (typeof a[index] !== typeof b[index]) return 'conflict';
    if (a[index] !== b[index]) return undefined;
  }
  return 'overlap';
}
