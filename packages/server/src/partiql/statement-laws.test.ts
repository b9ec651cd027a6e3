import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidInput } from '../model/invalid-input.ts';
import { bindStatement } from './bind-statement.ts';
import { parseStatement } from './parse-statement.ts';
import { printStatement } from './testing/print-statement.ts';
import { anyText, statementText } from './testing/statement-arbitraries.ts';

test('what is printed is read as what it was', () => {
  fc.assert(
    fc.property(statementText, (text) => {
      const printed = printStatement(parseStatement(text));
      const again = parseStatement(printed);
      expect(printStatement(again)).toBe(printed);
      expect(again.statement.kind).toBe(parseStatement(text).statement.kind);
    }),
  );
});

test('no text gives another error than InvalidInput', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, statementText), (text) => {
      expect(errorOf(text) ?? new InvalidInput('rule', '')).toBeInstanceOf(InvalidInput);
    }),
    { numRuns: 3000 },
  );
});

function errorOf(text: string): unknown {
  try {
    const parsed = parseStatement(text);
    const parameters = Array.from({ length: parsed.parameters }, () => ({ S: 'x' }));
    bindStatement(parsed, parameters);
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each<[string, (count: number) => string]>([
  ['parentheses', (count) => `SELECT * FROM t WHERE ${'('.repeat(count)}a=1${')'.repeat(count)}`],
  ['NOTs', (count) => `SELECT * FROM t WHERE ${'NOT '.repeat(count / 2)}a=1`],
  ['lists', (count) => `INSERT INTO t VALUE {'a': ${'['.repeat(count)}`],
  ['comparisons with true', (count) => `SELECT * FROM t WHERE a = 1${' = true'.repeat(count / 4)}`],
  ['operands in parentheses', (count) => `UPDATE t SET a = ${'('.repeat(count)}1`],
  ['calls', (count) => `UPDATE t SET a = ${'list_append('.repeat(count / 12)}b`],
])('so many %s are refused', (_, statement) => {
  expect(() => parseStatement(statement(4000))).toThrow(InvalidInput);
});
