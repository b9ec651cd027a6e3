// Walks over the tokens of a text: what the readers of expressions and of PartiQL statements share.

import { assert } from '../base/assert.ts';

interface TokenLike {
  /** Which punctuation or keyword this is; empty for all other tokens. */
  readonly symbol: string;
}

/** The last token is the `end` token. */
export class TokenCursor<T extends TokenLike> {
  protected readonly tokens: readonly T[];
  #position = 0;

  constructor(tokens: readonly T[]) {
    this.tokens = tokens;
  }

  /** The token that was read last; undefined before the first. */
  protected get previous(): T | undefined {
    return this.tokens[this.#position - 1];
  }

  /** The next token, or the one `distance` further; past the last one it stays the `end` token. */
  peek(distance = 0): T {
    const last = this.tokens.length - 1;
    const token = this.tokens[Math.min(this.#position + distance, last)];
    assert(token !== undefined, 'tokens end with the end token');
    return token;
  }

  next(): T {
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
}
