// Text of a statement -> tokens. Whitespace, `-- line comments` and block comments separate tokens and are
// otherwise free. A character that starts no token is a token of its own, for the reader to refuse.

export interface Token {
  /** `word` is an unquoted name or keyword, `name` a "quoted" name, `text` a 'string'. */
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'symbol' | 'unknown' | 'end';
  /** As written; of a name or text what is between the quotes, with doubled quotes made single. */
  readonly text: string;
  /** A word in capitals, or the symbol itself; empty for all other tokens. */
  readonly symbol: string;
  /** Offsets in the statement. */
  readonly start: number;
  readonly end: number;
}

// Matches the empty text too, and so never gives back part of a comment to find a token behind it.
const TRIVIA = /(?:\s|--[^\n\r]*|\/\*[\s\S]*?\*\/)*/uy;

// The groups are word, name, text, number, symbol, anything else.
const TOKEN =
  /(?:([A-Za-z_$][\w$]*)|("(?:[^"]|"")*")|('(?:[^']|'')*')|((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(<<|>>|<>|!=|<=|>=|[=<>()[\]{},.:;?*+-])|([\s\S]))/uy;

/** The tokens, and an `end` token after them. */
export function tokenize(statement: string): readonly Token[] {
  const tokens: Token[] = [];
  let start = endOfTrivia(statement, 0);
  while (start < statement.length) {
    TOKEN.lastIndex = start;
    const match = TOKEN.exec(statement);
    if (match === null) break;
    const end = TOKEN.lastIndex;
    tokens.push({ ...tokenOf(match), start, end });
    start = endOfTrivia(statement, end);
  }
  tokens.push({ kind: 'end', text: '', symbol: '', start, end: start });
  return tokens;
}

function endOfTrivia(statement: string, from: number): number {
  TRIVIA.lastIndex = from;
  TRIVIA.exec(statement);
  return TRIVIA.lastIndex;
}

function tokenOf(match: RegExpExecArray): Pick<Token, 'kind' | 'text' | 'symbol'> {
  const [written, word, name, text, number, symbol] = match;
  if (word !== undefined) return { kind: 'word', text: word, symbol: word.toUpperCase() };
  if (name !== undefined) return { kind: 'name', text: unquoted(name, '"'), symbol: '' };
  if (text !== undefined) return { kind: 'text', text: unquoted(text, "'"), symbol: '' };
  if (number !== undefined) return { kind: 'number', text: number, symbol: '' };
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, symbol };
  return { kind: 'unknown', text: written, symbol: '' };
}

function unquoted(written: string, quote: string): string {
  const inner = written.slice(1, -1);
  // Items hold well-formed texts only.
  return (inner.includes(quote) ? inner.replaceAll(quote + quote, quote) : inner).toWellFormed();
}
