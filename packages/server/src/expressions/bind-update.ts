// Actions of an update + placeholders of a request -> bound actions.

import { assert } from '../base/assert.ts';
import type { AttributeType } from '../model/attribute-value.ts';
import { typeOf } from '../model/attribute-value.ts';
import { typeError } from './check-operands.ts';
import { expressionError } from './expression-error.ts';
import type { ActionTree, CallTree, OperandTree, SetValueTree } from './expression-tree.ts';
import type { Placeholders } from './placeholders.ts';
import type { SetValue, UpdateAction, UpdateOperand } from './update-action.ts';

const KIND = 'UpdateExpression';

const SET_TYPES: ReadonlySet<AttributeType> = new Set(['SS', 'NS', 'BS']);
const TYPE_NAMES: { readonly [type in AttributeType]: string } = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
};

/** Throws InvalidInput `expression`; for operands of ADD and DELETE before all others. */
export function bindActions(
  actions: readonly ActionTree[],
  placeholders: Placeholders,
): UpdateAction[] {
  for (const action of actions) checkActionOperand(action, placeholders);
  return actions.map((action) => bindAction(action, placeholders));
}

function checkActionOperand(action: ActionTree, placeholders: Placeholders): void {
  if (action.kind !== 'add' && action.kind !== 'delete') return;
  const type = typeOf(placeholders.value(KIND, action.value.placeholder));
  if (SET_TYPES.has(type) || (action.kind === 'add' && type === 'N')) return;
  const operator = action.kind.toUpperCase();
  throw expressionError(
    KIND,
    `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${TYPE_NAMES[type]}, typeSet: ALLOWED_FOR_${operator}_OPERAND`,
  );
}

function bindAction(action: ActionTree, placeholders: Placeholders): UpdateAction {
  switch (action.kind) {
    case 'set':
      return { kind: 'set', value: bindSetValue(action.value, placeholders) };
    case 'remove':
      return { kind: 'remove' };
    case 'add':
    case 'delete':
      return { kind: action.kind, operand: placeholders.value(KIND, action.value.placeholder) };
  }
}

function bindSetValue(tree: SetValueTree, placeholders: Placeholders): SetValue {
  if (tree.kind !== 'arithmetic') return bindOperand(tree, placeholders);
  const left = bindOperand(tree.left, placeholders);
  const right = bindOperand(tree.right, placeholders);
  checkLiterals(tree.operator, [left, right], 'N');
  return { kind: 'arithmetic', operator: tree.operator, left, right };
}

function bindOperand(tree: OperandTree, placeholders: Placeholders): UpdateOperand {
  switch (tree.kind) {
    case 'path':
      return { kind: 'path', path: placeholders.path(KIND, tree) };
    case 'value':
      return { kind: 'literal', value: placeholders.value(KIND, tree.placeholder) };
    case 'call':
      return bindCall(tree, placeholders);
  }
}

function bindCall({ name, operands }: CallTree, placeholders: Placeholders): UpdateOperand {
  const [first, second] = operands.map((operand) => bindOperand(operand, placeholders));
  if (first === undefined || second === undefined || operands.length !== 2) {
    throw expressionError(
      KIND,
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (name === 'list_append') {
    checkLiterals(name, [first, second], 'L');
    return { kind: 'list_append', first, second };
  }
  assert(name === 'if_not_exists', 'an update has two functions');
  if (first.kind !== 'path') {
    throw expressionError(
      KIND,
      `Operator or function requires a document path; operator or function: ${name}`,
    );
  }
  return { kind: 'if_not_exists', path: first.path, otherwise: second };
}

/** Throws InvalidInput `expression` for a value of another type; other operands depend on the item. */
function checkLiterals(
  operator: string,
  operands: readonly UpdateOperand[],
  expected: AttributeType,
): void {
  for (const operand of operands) {
    if (operand.kind !== 'literal') continue;
    const type = typeOf(operand.value);
    if (type !== expected) throw typeError(KIND, operator, type);
  }
}
