// A parsed statement as text, in one form: every condition in parentheses, every name in quotes.

import { assert } from '../../base/assert.ts';
import type {
  ActionTree,
  ConditionTree,
  OperandTree,
  SetValueTree,
} from '../../expressions/expression-tree.ts';
import type { Path } from '../../expressions/path.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import type { ParsedStatement, SelectStatement, Statement } from '../statement.ts';

type Literals = ParsedStatement['literals'];

export function printStatement({ statement, literals }: ParsedStatement): string {
  return print(statement, literals);
}

function print(statement: Statement, literals: Literals): string {
  switch (statement.kind) {
    case 'select':
      return printSelect(statement, literals);
    case 'exists':
      return `EXISTS(${printSelect(statement.select, literals)})`;
    case 'insert': {
      const attributes = statement.attributes.map(
        ({ name, value }) => `${quoted(name, "'")}: ${printOperand(value, literals)}`,
      );
      return `INSERT INTO ${quoted(statement.table)} VALUE {${attributes.join(', ')}}`;
    }
    case 'update': {
      const actions = statement.actions.map((action) => printAction(action, literals)).join(' ');
      return `UPDATE ${quoted(statement.table)} ${actions}${printEnd(statement, literals)}`;
    }
    case 'delete':
      return `DELETE FROM ${quoted(statement.table)}${printEnd(statement, literals)}`;
  }
}

function printSelect(statement: SelectStatement, literals: Literals): string {
  const { table, index, columns, where, orderBy } = statement;
  const selected = columns?.map(({ path }) => printPath(path)).join(', ') ?? '*';
  const source = index === undefined ? quoted(table) : `${quoted(table)}.${quoted(index)}`;
  const condition = where === undefined ? '' : ` WHERE ${printCondition(where, literals)}`;
  const order = orderBy.map(
    ({ attribute, descending }) => `${quoted(attribute)} ${descending ? 'DESC' : 'ASC'}`,
  );
  const ordered = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`;
  return `SELECT ${selected} FROM ${source}${condition}${ordered}`;
}

function printEnd(
  { where, returning }: Pick<Extract<Statement, { kind: 'update' }>, 'where' | 'returning'>,
  literals: Literals,
): string {
  const condition = where === undefined ? '' : ` WHERE ${printCondition(where, literals)}`;
  if (returning === undefined) return condition;
  return `${condition} RETURNING ${returning.scope} ${returning.age} *`;
}

function printAction(action: ActionTree, literals: Literals): string {
  const path = printPath(action.path.elements);
  switch (action.kind) {
    case 'set':
      return `SET ${path} = ${printSetValue(action.value, literals)}`;
    case 'remove':
      return `REMOVE ${path}`;
    case 'add':
    case 'delete':
      return `SET ${path} = set_${action.kind}(${path}, ${printOperand(action.value, literals)})`;
  }
}

function printSetValue(value: SetValueTree, literals: Literals): string {
  if (value.kind !== 'arithmetic') return printOperand(value, literals);
  return `${printOperand(value.left, literals)} ${value.operator} ${printOperand(value.right, literals)}`;
}

function printCondition(tree: ConditionTree, literals: Literals): string {
  const operand = (one: OperandTree): string => printOperand(one, literals);
  switch (tree.kind) {
    case 'and':
    case 'or': {
      const joined = tree.conditions.map((condition) => printCondition(condition, literals));
      return `(${joined.join(` ${tree.kind.toUpperCase()} `)})`;
    }
    case 'not':
      return `(NOT ${printCondition(tree.condition, literals)})`;
    case 'comparison':
      return `(${operand(tree.left)} ${tree.operator} ${operand(tree.right)})`;
    case 'between':
      return `(${operand(tree.operand)} BETWEEN ${operand(tree.lower)} AND ${operand(tree.upper)})`;
    case 'in':
      return `(${operand(tree.operand)} IN [${tree.candidates.map(operand).join(', ')}])`;
    case 'call':
      return operand(tree);
  }
}

function printOperand(tree: OperandTree, literals: Literals): string {
  switch (tree.kind) {
    case 'path':
      return printPath(tree.elements);
    case 'value': {
      if (tree.placeholder.startsWith('?')) return '?';
      const value = literals.get(tree.placeholder);
      assert(value !== undefined, 'the literals of a statement are kept');
      return printLiteral(value);
    }
    case 'call':
      return `${tree.name}(${tree.operands.map((one) => printOperand(one, literals)).join(', ')})`;
  }
}

function printPath(path: Path): string {
  return path
    .map((element, index) => {
      if (typeof element === 'number') return `[${element}]`;
      return index === 0 ? quoted(element) : `.${quoted(element)}`;
    })
    .join('');
}

function printLiteral(value: AttributeValue): string {
  if ('S' in value) return quoted(value.S, "'");
  if ('N' in value) return value.N;
  if ('BOOL' in value) return value.BOOL ? 'TRUE' : 'FALSE';
  if ('NULL' in value) return 'NULL';
  if ('L' in value) return `[${value.L.map(printLiteral).join(', ')}]`;
  if ('SS' in value) return `<<${value.SS.map((member) => quoted(member, "'")).join(', ')}>>`;
  if ('NS' in value) return `<<${value.NS.join(', ')}>>`;
  assert('M' in value, 'PartiQL has no literals for binaries');
  const entries = Object.entries(value.M).map(
    ([name, inner]) => `${quoted(name, "'")}: ${printLiteral(inner)}`,
  );
  return `{${entries.join(', ')}}`;
}

function quoted(text: string, quote = '"'): string {
  return quote + text.replaceAll(quote, quote + quote) + quote;
}
