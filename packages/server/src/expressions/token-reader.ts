// The tokens of one expression, read from left to right; the place where all parsers meet the limits on
// an expression's text and AWS's syntax error.

import { assert } from '../base/assert.ts';
import { utf8Length } from '../base/bytes.ts';
import type { InvalidInput } from '../model/invalid-input.ts';
import type { ExpressionKind } from './expression-error.ts';
import { expressionError } from './expression-error.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';

/** Bytes of UTF-8 as sent, before names are substituted (Service quotas; observed on AWS). */
const MAX_EXPRESSION_BYTES = 4096;

export class TokenReader {
  readonly kind: ExpressionKind;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  /** Throws InvalidInput `expression` when the text is empty or too long. */
  constructor(kind: ExpressionKind, text: string, keywords: ReadonlySet<string>) {
    if (text === '') throw expressionError(kind, 'The expression can not be empty;');
    const sizeBytes = utf8Length(text);
    if (sizeBytes > MAX_EXPRESSION_BYTES) {
      throw expressionError(
        kind,
        `Expression size has exceeded the maximum allowed size; expression size: ${sizeBytes}`,
      );
    }
    this.kind = kind;
    this.#text = text;
    this.#tokens = tokenize(text, keywords);
  }

  /** The next token, or the one `distance` further; past the last one it stays the `end` token. */
  peek(distance = 0): Token {
    const last = this.#tokens.length - 1;
    const token = this.#tokens[Math.min(this.#position + distance, last)];
    assert(token !== undefined, 'tokens end with the end token');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#position += 1;
    return token;
  }

  /** Whether the next token is this punctuation or keyword, which is then read. */
  take(symbol: string): boolean {
    if (this.peek().symbol !== symbol) return false;
    this.#position += 1;
    return true;
  }

  expect(symbol: string): void {
    if (!this.take(symbol)) throw this.syntaxError();
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end') throw this.syntaxError();
  }

  /** AWS's error about the next token; it quotes the text from the token before to the one after. */
  syntaxError(): InvalidInput {
    const token = this.peek();
    const before = this.#tokens[this.#position - 1] ?? token;
    const near = this.#text.slice(before.start, this.peek(1).end);
    return expressionError(this.kind, `Syntax error; token: "${token.text}", near: "${near}"`);
  }
}
