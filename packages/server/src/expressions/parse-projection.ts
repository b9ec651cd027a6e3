// projection := path ( ',' path )*

import { BoundedCache } from '../base/bounded-cache.ts';
import { checkPaths } from './check-tree.ts';
import type { PathTree } from './expression-tree.ts';
import { parsePath } from './parse-path.ts';
import { TokenReader } from './token-reader.ts';

const KIND = 'ProjectionExpression';
const NO_KEYWORDS: ReadonlySet<string> = new Set();

const trees = new BoundedCache<string, readonly PathTree[]>(1000);

/** Throws InvalidInput `expression` for every error that does not depend on the placeholders. */
export function parseProjection(text: string): readonly PathTree[] {
  const known = trees.get(text);
  if (known !== undefined) return known;

  const reader = new TokenReader(KIND, text, NO_KEYWORDS);
  const paths = [parsePath(reader)];
  while (reader.take(',')) paths.push(parsePath(reader));
  reader.expectEnd();
  checkPaths(KIND, paths);
  trees.set(text, paths);
  return paths;
}
