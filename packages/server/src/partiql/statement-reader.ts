// The tokens of one statement, read from left to right, and what its parsers share: keywords, positions,
// the limit on nesting, and the values that they meet.

import type { ValueTree } from '../expressions/expression-tree.ts';
import { TokenCursor } from '../expressions/token-cursor.ts';
import type { AttributeValue } from '../model/attribute-value.ts';
import type { InvalidInput } from '../model/invalid-input.ts';
import { LEFTOVER, malformed } from './statement-error.ts';
import { type Token, tokenize } from './tokens.ts';

/** Parentheses, NOTs and literals in each other. Ours: it keeps the parsers off the end of the stack. */
const MAX_DEPTH = 100;

// Words that are no names unless they are quoted. AWS knows many more (the reserved words of SQL-92).
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'ALL AND AS ASC BETWEEN BY CASE CAST CROSS DELETE DESC DISTINCT ELSE END EXCEPT EXISTS FALSE FROM ' +
    'GROUP HAVING IN INNER INSERT INTERSECT INTO IS JOIN LEFT LIKE LIMIT MISSING NOT NULL ON OR ORDER ' +
    'OUTER PIVOT REMOVE RETURNING RIGHT SELECT SET THEN TRUE UNION UNPIVOT UPDATE VALUE VALUES WHEN WHERE'
  ).split(' '),
);

export class StatementReader extends TokenCursor<Token> {
  readonly #statement: string;
  readonly #literals = new Map<string, AttributeValue>();
  #depth = 0;
  #parameters = 0;

  constructor(statement: string) {
    super(tokenize(statement));
    this.#statement = statement;
    // AWS says of characters that no token begins with, and of open quotes and comments, nothing.
    if (this.tokens.some(({ kind }) => kind === 'unknown')) throw malformed('');
  }

  /** By placeholder: the values that the statement itself writes. */
  get literals(): ReadonlyMap<string, AttributeValue> {
    return this.#literals;
  }

  /** How many `?` have been read. */
  get parameters(): number {
    return this.#parameters;
  }

  /** Reads a symbol or keyword. Throws InvalidInput when the next token is another one. */
  expect(symbol: string): void {
    if (!this.take(symbol)) throw this.unexpected();
  }

  /** Reads the end of the statement, behind an optional semicolon. Throws InvalidInput. */
  expectEnd(): void {
    this.take(';');
    if (this.peek().kind !== 'end') throw malformed(LEFTOVER);
  }

  /** Whether the token at this distance can stand for a name. */
  isName(distance = 0): boolean {
    const { kind, symbol } = this.peek(distance);
    return kind === 'name' || (kind === 'word' && !KEYWORDS.has(symbol));
  }

  /** AWS's error about a token that cannot begin what is expected here. */
  unexpected(): InvalidInput {
    const { kind, symbol } = this.peek();
    return malformed(
      kind === 'word' && KEYWORDS.has(symbol) ? 'Unexpected keyword' : 'Unexpected term',
    );
  }

  /** Reads something that may hold others of its kind. Throws InvalidInput when it holds too many. */
  nested<T>(read: () => T): T {
    if (this.#depth === MAX_DEPTH) throw malformed('');
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** A placeholder that stands for a value of the statement. */
  literal(value: AttributeValue): ValueTree {
    const placeholder = `=${this.#literals.size + 1}`;
    this.#literals.set(placeholder, value);
    return { kind: 'value', placeholder };
  }

  /** The placeholder of the next `?`, which has just been read. */
  parameter(): ValueTree {
    this.#parameters += 1;
    return { kind: 'value', placeholder: `?${this.#parameters}` };
  }

  /** What is written from `start` to the end of the last token read. */
  textFrom(start: number): string {
    return this.#statement.slice(start, this.previous?.end);
  }

  /** ` at line:column:length` of a token, as AWS points at it: lines and columns count from 1. */
  at({ start, end }: Token): string {
    const before = this.#statement.slice(0, start);
    const line = before.split('\n').length;
    return ` at ${line}:${start - before.lastIndexOf('\n')}:${end - start}`;
  }
}
