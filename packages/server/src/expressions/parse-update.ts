// update := section+      section := SET path '=' sum, ... | REMOVE path, ...
//                                  | ADD path value, ... | DELETE path value, ...

import { BoundedCache } from '../base/bounded-cache.ts';
import { checkFindings } from './check-findings.ts';
import type { Parts } from './check-tree.ts';
import { addOperandParts, checkPaths, checkUpdateFunctions } from './check-tree.ts';
import { expressionError } from './expression-error.ts';
import type { ActionTree, PathTree, ValueTree } from './expression-tree.ts';
import { operandsOf } from './expression-tree.ts';
import { parsePath } from './parse-path.ts';
import type { Findings } from './parse-term.ts';
import { parseSetValue } from './parse-term.ts';
import { TokenReader } from './token-reader.ts';

const KIND = 'UpdateExpression';
const SECTIONS: ReadonlySet<string> = new Set(['SET', 'REMOVE', 'ADD', 'DELETE']);

export interface UpdateTree {
  readonly actions: readonly ActionTree[];
  /** Every path in the order written, those that are only read included. */
  readonly paths: readonly PathTree[];
  /** Every value in the order written. */
  readonly values: readonly ValueTree[];
}

const trees = new BoundedCache<string, UpdateTree>(1000);

/** Throws InvalidInput `expression` for every error that does not depend on the placeholders. */
export function parseUpdate(text: string): UpdateTree {
  const known = trees.get(text);
  if (known !== undefined) return known;

  const reader = new TokenReader(KIND, text, SECTIONS);
  const findings: Findings = { operators: 0, redundantParentheses: false };
  const actions: ActionTree[] = [];
  const sections: string[] = [];
  do {
    const section = reader.peek().symbol;
    if (!SECTIONS.has(section)) throw reader.syntaxError();
    reader.next();
    sections.push(section);
    do actions.push(parseAction(reader, section, findings));
    while (reader.take(','));
  } while (reader.peek().kind !== 'end');
  checkFindings(KIND, findings);

  const parts = partsOf(actions);
  checkPaths(KIND, parts.paths);
  checkUpdateFunctions(KIND, parts.calls);
  checkSections(sections);
  const tree: UpdateTree = { actions, paths: parts.paths, values: parts.values };
  trees.set(text, tree);
  return tree;
}

function parseAction(reader: TokenReader, section: string, findings: Findings): ActionTree {
  const path = parsePath(reader);
  switch (section) {
    case 'SET':
      reader.expect('=');
      return { kind: 'set', path, value: parseSetValue(reader, findings) };
    case 'REMOVE':
      return { kind: 'remove', path };
    case 'ADD':
      return { kind: 'add', path, value: parseValue(reader) };
    default:
      return { kind: 'delete', path, value: parseValue(reader) };
  }
}

function parseValue(reader: TokenReader): ValueTree {
  if (reader.peek().kind !== 'value') throw reader.syntaxError();
  return { kind: 'value', placeholder: reader.next().text };
}

/** The functions, paths and values of actions, in the order written. */
export function partsOf(actions: readonly ActionTree[]): Parts {
  const parts: Parts = { calls: [], paths: [], values: [] };
  for (const action of actions) {
    addOperandParts(action.path, parts);
    if (action.kind === 'remove') continue;
    const { value } = action;
    const operands = value.kind === 'arithmetic' ? operandsOf(value) : [value];
    for (const operand of operands) addOperandParts(operand, parts);
  }
  return parts;
}

function checkSections(sections: readonly string[]): void {
  const repeated = sections.find((section, index) => sections.indexOf(section) < index);
  if (repeated === undefined) return;
  throw expressionError(
    KIND,
    `The "${repeated}" section can only be used once in an update expression;`,
  );
}
