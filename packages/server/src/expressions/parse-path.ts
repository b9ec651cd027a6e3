// path := name ( '.' name | '[' number ']' )*      name := word | '#' placeholder

import { expressionError } from './expression-error.ts';
import type { PathElement, PathTree } from './expression-tree.ts';
import type { TokenReader } from './token-reader.ts';

const MAX_LIST_INDEX = 2 ** 31 - 1;

/** Reads a document path. Throws InvalidInput `expression` on a syntax error or a huge index. */
export function parsePath(reader: TokenReader): PathTree {
  const elements: PathElement[] = [];
  let hasPlaceholders = readName(reader, elements);
  for (;;) {
    if (reader.take('.')) {
      hasPlaceholders = readName(reader, elements) || hasPlaceholders;
    } else if (reader.take('[')) {
      elements.push(readIndex(reader));
      reader.expect(']');
    } else {
      return { kind: 'path', elements, hasPlaceholders };
    }
  }
}

/** Whether the name is a placeholder. */
function readName(reader: TokenReader, elements: PathElement[]): boolean {
  const token = reader.peek();
  if (token.kind !== 'word' && token.kind !== 'name') throw reader.syntaxError();
  reader.next();
  elements.push(token.text);
  return token.kind === 'name';
}

function readIndex(reader: TokenReader): number {
  if (reader.peek().kind !== 'number') throw reader.syntaxError();
  const { text } = reader.next();
  const index = Number(text);
  if (index > MAX_LIST_INDEX) {
    throw expressionError(
      reader.kind,
      `List index is not within the allowable range; index: [${text}]`,
    );
  }
  return index;
}
