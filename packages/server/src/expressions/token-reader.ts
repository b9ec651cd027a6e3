// The tokens of one expression, read from left to right; the place where all parsers meet the limits on
// an expression's text and AWS's syntax error.

import { utf8Length } from '../base/bytes.ts';
import type { InvalidInput } from '../model/invalid-input.ts';
import type { ExpressionKind } from './expression-error.ts';
import { expressionError } from './expression-error.ts';
import { TokenCursor } from './token-cursor.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';

/** Bytes of UTF-8 as sent, before names are substituted (Service quotas; observed on AWS). */
const MAX_EXPRESSION_BYTES = 4096;

export class TokenReader extends TokenCursor<Token> {
  readonly kind: ExpressionKind;
  readonly #text: string;

  /** Throws InvalidInput `expression` when the text is empty or too long. */
  constructor(kind: ExpressionKind, text: string, keywords: ReadonlySet<string>) {
    if (text === '') throw expressionError(kind, 'The expression can not be empty;');
    const sizeBytes = utf8Length(text);
    if (sizeBytes > MAX_EXPRESSION_BYTES) {
      // Of an update AWS does not say how large it is (observed).
      const size = kind === 'UpdateExpression' ? '' : ` expression size: ${sizeBytes}`;
      const problem = `Expression size has exceeded the maximum allowed size;${size}`;
      throw expressionError(kind, problem);
    }
    super(tokenize(text, keywords));
    this.kind = kind;
    this.#text = text;
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
    const before = this.previous ?? token;
    const near = this.#text.slice(before.start, this.peek(1).end);
    return expressionError(this.kind, `Syntax error; token: "${token.text}", near: "${near}"`);
  }
}
