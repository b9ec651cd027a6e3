// path := name ( '.' name | '[' index ']' | '[' 'name' ']' )*

import type { PathTree } from '../expressions/expression-tree.ts';
import { malformed, refused } from './statement-error.ts';
import type { StatementReader } from './statement-reader.ts';

const MAX_LIST_INDEX = 2 ** 31 - 1;

/** Elements of a document path, the attribute itself included (Service quotas). */
const MAX_PATH_ELEMENTS = 32;

/** Reads a document path. Throws InvalidInput. */
export function parsePath(reader: StatementReader): PathTree {
  if (!reader.isName()) throw reader.unexpected();
  const elements: (string | number)[] = [reader.next().text];
  for (;;) {
    if (reader.take('.')) {
      if (!reader.isName()) throw malformed('Invalid path dot component');
      elements.push(reader.next().text);
    } else if (reader.take('[')) {
      elements.push(reader.peek().kind === 'text' ? reader.next().text : parseIndex(reader));
      reader.expect(']');
    } else {
      return { kind: 'path', elements: checked(elements), hasPlaceholders: false };
    }
  }
}

function parseIndex(reader: StatementReader): number {
  const negative = reader.take('-');
  const token = reader.peek();
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw reader.unexpected();
  reader.next();
  const index = Number(token.text);
  if (index > MAX_LIST_INDEX || (negative && index > 0)) {
    const written = negative ? `-${token.text}` : token.text;
    throw refused(
      `List index is not within the allowable range; index: [${written}]${reader.at(token)}`,
    );
  }
  return index;
}

function checked(elements: readonly (string | number)[]): readonly (string | number)[] {
  if (elements.length > MAX_PATH_ELEMENTS) {
    throw refused(
      `The document path has too many nesting levels; nesting levels: ${elements.length}`,
    );
  }
  if (elements.includes('')) throw refused('Path component cannot be an empty string');
  return elements;
}
