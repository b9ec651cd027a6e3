// Text of an expression -> tokens. Whitespace separates tokens and is otherwise free. A character that
// starts no token is a token of its own, for the parser to refuse with AWS's message.

export interface Token {
  readonly kind: 'word' | 'name' | 'value' | 'number' | 'symbol' | 'unknown' | 'end';
  readonly text: string;
  /** Which punctuation or keyword this is, a keyword in capitals; empty for all other tokens. */
  readonly symbol: string;
  /** Offsets in the expression. */
  readonly start: number;
  readonly end: number;
}

// The groups are word, #name, :value, number, punctuation, anything else. A number has no leading
// zeros: `03` is two tokens (observed on AWS through the text that it quotes).
const TOKEN =
  /[ \t\r\n]*(?:([A-Za-z]\w*)|(#\w+)|(:\w+)|(0|[1-9][0-9]*)|(<>|<=|>=|[=<>()[\],.+-])|([^ \t\r\n]))/uy;

/** The tokens, and an `end` token after them. Keywords are recognised in any case. */
export function tokenize(text: string, keywords: ReadonlySet<string>): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    end = TOKEN.lastIndex;
    const [, word, name, value, number, punctuation, unknown] = match;
    const token = word ?? name ?? value ?? number ?? punctuation ?? unknown ?? '';
    const keyword = word === undefined ? undefined : keywordOf(word, keywords);
    const symbol = punctuation ?? keyword ?? '';
    tokens.push({
      kind: symbol === '' ? kindOf(match) : 'symbol',
      text: token,
      symbol,
      start: end - token.length,
      end,
    });
  }
  tokens.push({ kind: 'end', text: '<EOF>', symbol: '', start: end, end });
  return tokens;
}

function keywordOf(word: string, keywords: ReadonlySet<string>): string | undefined {
  const capitals = word.toUpperCase();
  return keywords.has(capitals) ? capitals : undefined;
}

function kindOf(match: RegExpExecArray): Token['kind'] {
  const [, word, name, value, number] = match;
  if (word !== undefined) return 'word';
  if (name !== undefined) return 'name';
  if (value !== undefined) return 'value';
  return number !== undefined ? 'number' : 'unknown';
}
