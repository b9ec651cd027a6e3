// actions := ( SET path '=' sum ( ',' path '=' sum )* | REMOVE path )+
// sum     := operand | operand ( '+' | '-' ) operand
// operand := path | literal | '?' | list_append '(' operand ',' operand ')'
//
// `SET a = set_add(a, s)` is the action ADD of the expressions language, set_delete is DELETE.

import type {
  ActionTree,
  OperandTree,
  PathTree,
  SetValueTree,
  ValueTree,
} from '../expressions/expression-tree.ts';
import { samePath } from '../expressions/path.ts';
import { beginsLiteral, parseElements, parseLiteral } from './parse-literal.ts';
import { parsePath } from './parse-path.ts';
import { malformed, refused } from './statement-error.ts';
import type { StatementReader } from './statement-reader.ts';
import type { Token } from './tokens.ts';

const SET_FUNCTIONS: Readonly<Record<string, 'add' | 'delete'>> = {
  SET_ADD: 'add',
  SET_DELETE: 'delete',
};

/** Whether the next token begins an action. */
export function beginsAction(reader: StatementReader): boolean {
  const { symbol } = reader.peek();
  return symbol === 'SET' || symbol === 'REMOVE';
}

/** Reads one action or more. Throws InvalidInput. */
export function parseActions(reader: StatementReader): ActionTree[] {
  const actions: ActionTree[] = [];
  while (beginsAction(reader)) {
    if (reader.take('REMOVE')) {
      actions.push({ kind: 'remove', path: parsePath(reader) });
    } else {
      reader.expect('SET');
      do actions.push(parseAssignment(reader));
      while (reader.take(','));
    }
  }
  if (actions.length === 0) throw malformed('Expected data manipulation');
  return actions;
}

function parseAssignment(reader: StatementReader): ActionTree {
  const path = parsePath(reader);
  reader.expect('=');
  const kind = isCall(reader) ? SET_FUNCTIONS[reader.peek().symbol] : undefined;
  return kind === undefined
    ? { kind: 'set', path, value: parseSum(reader) }
    : { kind, path, value: parseSetFunction(reader, path) };
}

function parseSum(reader: StatementReader): SetValueTree {
  const left = parseOperand(reader);
  const { symbol } = reader.peek();
  if (symbol !== '+' && symbol !== '-') return left;
  reader.next();
  return { kind: 'arithmetic', operator: symbol, left, right: parseOperand(reader) };
}

function parseOperand(reader: StatementReader): OperandTree {
  if (reader.take('?')) return reader.parameter();
  if (beginsLiteral(reader)) return reader.literal(parseLiteral(reader));
  if (reader.take('(')) {
    const inner = reader.nested(() => parseOperand(reader));
    reader.expect(')');
    return inner;
  }
  if (!isCall(reader)) return parsePath(reader);
  const token = reader.next();
  const name = token.text.toLowerCase();
  if (name !== 'list_append') throw refused(`Unrecognized function: ${name}${reader.at(token)}`);
  return { kind: 'call', name, operands: parseArguments(reader) };
}

function parseArguments(reader: StatementReader): OperandTree[] {
  const operands: OperandTree[] = [];
  reader.expect('(');
  parseElements(reader, ')', () => operands.push(parseOperand(reader)));
  return operands;
}

/** The set that set_add or set_delete takes; its first argument has to be the attribute itself. */
function parseSetFunction(reader: StatementReader, target: PathTree): ValueTree {
  const token = reader.next();
  const first = reader.peek(1);
  const [changed, members, ...others] = parseArguments(reader);
  const name = token.symbol;
  if (changed === undefined || members === undefined || others.length > 0) {
    throw refused(`${name} must have exactly two arguments${reader.at(token)}`);
  }
  if (changed.kind !== 'path' || !samePath(changed.elements, target.elements)) {
    throw refused(
      `The first argument to ${name} must equal the assignment value${reader.at(token)}`,
    );
  }
  if (members.kind !== 'value' || !isSet(reader, members)) throw noSet(reader, name, first);
  return members;
}

// What a parameter is shows when it is bound.
function isSet(reader: StatementReader, { placeholder }: ValueTree): boolean {
  const value = reader.literals.get(placeholder);
  return value === undefined || 'SS' in value || 'NS' in value;
}

function noSet(reader: StatementReader, name: string, first: Token): Error {
  return refused(`The second argument to ${name} must be a value with type SET${reader.at(first)}`);
}

function isCall(reader: StatementReader): boolean {
  return reader.isName() && reader.peek(1).symbol === '(';
}
