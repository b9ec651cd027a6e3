// The condition behind WHERE.
//
//   condition := and ( OR and )*       and := not ( AND not )*       not := NOT not | predicate
//   predicate := term | term comparator term | term [ NOT ] BETWEEN term AND term
//              | term [ NOT ] IN ( '[' | '(' ) term, ... ( ']' | ')' ) | term IS [ NOT ] type
//   term      := path | literal | '?' | function '(' term, ... ')' | '(' condition ')'
//
// A condition may stand where a value does: `attribute_exists(a) = true` (observed on AWS).

import type {
  Comparator,
  ConditionTree,
  OperandTree,
  ValueTree,
} from '../expressions/expression-tree.ts';
import { checkedSize, conditionEquals, type Term } from './condition-values.ts';
import { beginsLiteral, parseElements, parseLiteral } from './parse-literal.ts';
import { parsePath } from './parse-path.ts';
import { refused } from './statement-error.ts';
import type { StatementReader } from './statement-reader.ts';
import { typeCheck } from './type-check.ts';

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const CONDITIONS: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
]);

/** Values of one IN (observed on AWS). */
const MAX_IN_VALUES = 100;

/** Values of one IN of the expressions language, which counts the operand on its left too. */
const IN_CHUNK = 99;

/** Throws InvalidInput with AWS's text for what is wrong whatever the parameters. */
export function parseCondition(reader: StatementReader): ConditionTree {
  return conditionOf(reader, parseOr(reader));
}

function parseOr(reader: StatementReader): Term {
  return parseJoined(reader, 'or', () => parseJoined(reader, 'and', () => parseNot(reader)));
}

function parseJoined(reader: StatementReader, kind: 'and' | 'or', next: () => Term): Term {
  const first = next();
  const joiner = kind.toUpperCase();
  if (reader.peek().symbol !== joiner) return first;
  const conditions = [conditionOf(reader, first)];
  while (reader.take(joiner)) conditions.push(conditionOf(reader, next()));
  return { kind: 'condition', condition: { kind, conditions } };
}

function parseNot(reader: StatementReader): Term {
  if (!reader.take('NOT')) return parsePredicate(reader);
  const inner = reader.nested(() => parseNot(reader));
  return negated(conditionOf(reader, inner));
}

function parsePredicate(reader: StatementReader): Term {
  let left = parseTerm(reader);
  for (;;) {
    const operator = COMPARATORS[reader.peek().symbol];
    if (operator !== undefined) {
      reader.next();
      left = compared(reader, operator, [left, parseTerm(reader)]);
      continue;
    }
    refuseArithmetic(reader);
    if (reader.take('IS')) return parseIs(reader, left);
    const negates = reader.peek().symbol === 'NOT';
    const keyword = reader.peek(negates ? 1 : 0).symbol;
    if (keyword !== 'BETWEEN' && keyword !== 'IN') return left;
    if (negates) reader.next();
    reader.next();
    const condition = keyword === 'IN' ? parseIn(reader, left) : parseBetween(reader, left);
    return negates ? negated(condition) : { kind: 'condition', condition };
  }
}

function parseTerm(reader: StatementReader): Term {
  if (reader.take('(')) {
    const inner = reader.nested(() => parseOr(reader));
    reader.expect(')');
    return inner;
  }
  if (reader.take('?')) return { kind: 'operand', operand: reader.parameter() };
  if (beginsLiteral(reader)) {
    return { kind: 'operand', operand: reader.literal(parseLiteral(reader)) };
  }
  const isCall = reader.peek(1).symbol === '(';
  if (isCall && (reader.isName() || reader.peek().symbol === 'EXISTS')) return parseCall(reader);
  return { kind: 'operand', operand: parsePath(reader) };
}

function parseCall(reader: StatementReader): Term {
  const token = reader.next();
  const name = token.text.toLowerCase();
  if (name !== 'size' && !CONDITIONS.has(name)) {
    throw refused(`Unrecognized function: ${name}${reader.at(token)}`);
  }
  reader.expect('(');
  const operands: OperandTree[] = [];
  parseElements(reader, ')', () => operands.push(operandOf(name, parseTerm(reader))));
  const call = { kind: 'call', name, operands } as const;
  if (name !== 'size') return { kind: 'condition', condition: call };
  if (operands.length === 1) return { kind: 'operand', operand: call };
  throw refused(
    `Incorrect number of operands for operator or function; operator or function: size, number of operands: ${operands.length}`,
  );
}

function compared(
  reader: StatementReader,
  operator: Comparator,
  [left, right]: readonly [Term, Term],
): Term {
  if (left.kind === 'operand' && right.kind === 'operand') {
    const operands = { left: left.operand, right: right.operand };
    return { kind: 'condition', condition: { kind: 'comparison', operator, ...operands } };
  }
  if (operator !== '=' && operator !== '<>') throw notOrdered(operator);
  const equal = conditionEquals(reader, left, right);
  return operator === '=' ? { kind: 'condition', condition: equal } : negated(equal);
}

function parseBetween(reader: StatementReader, left: Term): ConditionTree {
  const operand = operandOf('BETWEEN', left);
  const lower = operandOf('BETWEEN', parseTerm(reader));
  reader.expect('AND');
  return { kind: 'between', operand, lower, upper: operandOf('BETWEEN', parseTerm(reader)) };
}

function parseIn(reader: StatementReader, left: Term): ConditionTree {
  const close = reader.take('[') ? ']' : ')';
  if (close === ')') reader.expect('(');
  const candidates: Term[] = [];
  parseElements(reader, close, () => candidates.push(parseTerm(reader)));
  if (candidates.length === 0) throw reader.unexpected();
  if (candidates.length > MAX_IN_VALUES) {
    throw refused(
      `The IN operator is provided with too many operands; number of operands: ${candidates.length}`,
    );
  }
  const operands = candidates.flatMap((term) => (term.kind === 'operand' ? [term.operand] : []));
  if (left.kind === 'operand' && operands.length === candidates.length) {
    return inOperands(left.operand, operands);
  }
  const conditions = candidates.map((term) => conditionEquals(reader, left, term));
  return checkedSize({ kind: 'or', conditions });
}

function inOperands(operand: OperandTree, candidates: readonly OperandTree[]): ConditionTree {
  if (candidates.length <= IN_CHUNK) return { kind: 'in', operand, candidates };
  const parts = [candidates.slice(0, IN_CHUNK), candidates.slice(IN_CHUNK)];
  return {
    kind: 'or',
    conditions: parts.map((part) => ({ kind: 'in', operand, candidates: part })),
  };
}

function parseIs(reader: StatementReader, left: Term): Term {
  const negates = reader.take('NOT');
  const token = reader.peek();
  const condition = typeCheck(reader, operandOf('IS', left), token.symbol);
  if (condition === undefined) throw reader.unexpected();
  reader.next();
  return negates ? negated(condition) : { kind: 'condition', condition };
}

// Conditions do not calculate.
function refuseArithmetic(reader: StatementReader): void {
  const { symbol } = reader.peek();
  if (symbol !== '+' && symbol !== '-') return;
  throw refused(`Unsupported operator in Condition Expression. Operator: ${symbol}`);
}

/** A value alone is a condition when it is true. */
function conditionOf(reader: StatementReader, term: Term): ConditionTree {
  if (term.kind === 'condition') return term.condition;
  const right: ValueTree = reader.literal({ BOOL: true });
  return { kind: 'comparison', operator: '=', left: term.operand, right };
}

function operandOf(operator: string, term: Term): OperandTree {
  if (term.kind === 'operand') return term.operand;
  throw notOrdered(operator);
}

function negated(condition: ConditionTree): Term {
  return { kind: 'condition', condition: { kind: 'not', condition } };
}

function notOrdered(operator: string): Error {
  return refused(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: BOOL`,
  );
}
