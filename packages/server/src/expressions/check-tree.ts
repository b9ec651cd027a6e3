// What is wrong with an expression whatever its placeholders stand for: names that are reserved words,
// paths that are too deep, functions that do not exist or stand where they may not.
//
// The order of the checks is AWS's, by dynalite's tests: for conditions functions before reserved
// words, for updates the other way round.

import type { ExpressionKind } from './expression-error.ts';
import { expressionError } from './expression-error.ts';
import type {
  CallTree,
  ConditionTree,
  OperandTree,
  PathTree,
  ValueTree,
} from './expression-tree.ts';
import { operandsOf } from './expression-tree.ts';
import { isReservedWord } from './reserved-words.ts';

/** Elements of a document path, the attribute itself included (Service quotas; observed on AWS). */
const MAX_PATH_ELEMENTS = 32;

const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
]);
const UPDATE_FUNCTIONS: ReadonlySet<string> = new Set(['if_not_exists', 'list_append']);

/** The functions, paths and values of an expression, each in the order in which they are written. */
export interface Parts {
  readonly calls: { readonly call: CallTree; readonly place: 'condition' | 'operand' }[];
  readonly paths: PathTree[];
  readonly values: ValueTree[];
}

export function addConditionParts(tree: ConditionTree, parts: Parts): void {
  switch (tree.kind) {
    case 'and':
    case 'or':
      for (const condition of tree.conditions) addConditionParts(condition, parts);
      return;
    case 'not':
      addConditionParts(tree.condition, parts);
      return;
    case 'call':
      parts.calls.push({ call: tree, place: 'condition' });
      break;
    case 'comparison':
    case 'between':
    case 'in':
      break;
  }
  for (const operand of operandsOf(tree)) addOperandParts(operand, parts);
}

export function addOperandParts(tree: OperandTree, parts: Parts): void {
  switch (tree.kind) {
    case 'path':
      parts.paths.push(tree);
      return;
    case 'value':
      parts.values.push(tree);
      return;
    case 'call':
      parts.calls.push({ call: tree, place: 'operand' });
      for (const operand of tree.operands) addOperandParts(operand, parts);
  }
}

/** Throws InvalidInput `expression` for a reserved word or a path that is too deep. */
export function checkPaths(kind: ExpressionKind, paths: readonly PathTree[]): void {
  for (const { elements } of paths) {
    for (const element of elements) {
      if (typeof element === 'string' && isReservedWord(element)) {
        throw expressionError(
          kind,
          `Attribute name is a reserved keyword; reserved keyword: ${element}`,
        );
      }
    }
    if (elements.length > MAX_PATH_ELEMENTS) {
      throw expressionError(
        kind,
        `The document path has too many nesting levels; nesting levels: ${elements.length}`,
      );
    }
  }
}

/** Throws InvalidInput `expression` for a function that a condition may not use, or not there. */
export function checkConditionFunctions(kind: ExpressionKind, calls: Parts['calls']): void {
  for (const { call } of calls) {
    checkExists(kind, call);
    if (UPDATE_FUNCTIONS.has(call.name)) {
      throw expressionError(
        kind,
        `The function is not allowed in a condition expression; function: ${call.name}`,
      );
    }
  }
  for (const { call, place } of calls) {
    const isCondition = CONDITION_FUNCTIONS.has(call.name);
    if (isCondition !== (place === 'condition')) throw misused(kind, call);
  }
}

/** Throws InvalidInput `expression` for a function that an update may not use, or not there. */
export function checkUpdateFunctions(kind: ExpressionKind, calls: Parts['calls']): void {
  for (const { call } of calls) {
    checkExists(kind, call);
    if (!UPDATE_FUNCTIONS.has(call.name)) {
      throw expressionError(
        kind,
        `The function is not allowed in an update expression; function: ${call.name}`,
      );
    }
  }
  for (const { call } of calls) {
    if (call.name !== 'list_append') continue;
    // Only this function may not stand in itself (observed by Scylla's test suite).
    for (const operand of call.operands) {
      if (operand.kind === 'call' && operand.name === 'list_append') throw misused(kind, operand);
    }
  }
}

function checkExists(kind: ExpressionKind, { name }: CallTree): void {
  if (name === 'size' || CONDITION_FUNCTIONS.has(name) || UPDATE_FUNCTIONS.has(name)) return;
  throw expressionError(kind, `Invalid function name; function: ${name}`);
}

function misused(kind: ExpressionKind, { name }: CallTree): Error {
  return expressionError(
    kind,
    `The function is not allowed to be used this way in an expression; function: ${name}`,
  );
}
