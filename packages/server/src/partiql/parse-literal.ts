// literal := 'text' | number | TRUE | FALSE | NULL | list | map | set
// number  := ( '+' | '-' )* digits          list := '[' literal, ... ']'
// map     := '{' 'name' : literal, ... '}'  set  := '<<' literal, ... '>>'
//
// Errors in a literal name its place inside the whole one, which is `root` (observed on AWS).

import { type AttributeValue, setAttribute } from '../model/attribute-value.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import { MAX_NESTING } from '../model/limits.ts';
import { canonicalNumber } from '../model/number.ts';
import { decodeMembers, sortedMembers } from '../model/set-members.ts';
import { malformed, refused } from './statement-error.ts';
import type { StatementReader } from './statement-reader.ts';

const MAX_INT_32 = 2 ** 31 - 1;
const MIN_INT_32 = -(2 ** 31);

/** Where a value stands in a literal, and how many lists and maps are around it. */
interface Place {
  readonly path: string;
  readonly nesting: number;
}

const ROOT: Place = { path: 'root', nesting: 0 };

/** Whether the next token begins a literal. */
export function beginsLiteral(reader: StatementReader): boolean {
  const { kind, symbol } = reader.peek();
  if (kind === 'text' || kind === 'number') return true;
  return ['TRUE', 'FALSE', 'NULL', '[', '{', '<<', '+', '-'].includes(symbol);
}

/** The canonical value of a literal. Throws InvalidInput with AWS's text. */
export function parseLiteral(reader: StatementReader, place: Place = ROOT): AttributeValue {
  if (place.nesting > MAX_NESTING) {
    throw refused(`Nesting Levels have exceeded supported limits under ${place.path}`);
  }
  if (reader.peek().kind === 'text') return { S: reader.next().text };
  if (reader.take('TRUE')) return { BOOL: true };
  if (reader.take('FALSE')) return { BOOL: false };
  if (reader.take('NULL')) return { NULL: true };
  if (reader.take('[')) return parseList(reader, place);
  if (reader.take('{')) return parseMap(reader, place);
  if (reader.take('<<')) return parseSet(reader, place);
  return parseNumber(reader, place);
}

function parseNumber(reader: StatementReader, place: Place): AttributeValue {
  let negative = false;
  for (;;) {
    if (reader.take('-')) negative = !negative;
    else if (!reader.take('+')) break;
  }
  refuseOthers(reader, place);
  if (reader.peek().kind !== 'number') throw reader.unexpected();
  const { text } = reader.next();
  checkExponent(text);
  return { N: inPlace(place, () => canonicalNumber(negative ? `-${text}` : text)) };
}

// AWS reads numbers into a form whose exponent and scale have 32 bits, and says nothing of others.
function checkExponent(text: string): void {
  const [digits = '', exponentText = '0'] = text.split(/[eE]/);
  const exponent = Number(exponentText);
  const point = digits.indexOf('.');
  const scale = (point < 0 ? 0 : digits.length - point - 1) - exponent;
  if (Math.max(exponent, scale) > MAX_INT_32 || Math.min(exponent, scale) < MIN_INT_32) {
    throw malformed('');
  }
}

/** Parameters and functions are values, but no literals. */
function refuseOthers(reader: StatementReader, { path }: Place): void {
  const token = reader.peek();
  const isCall = reader.isName() && reader.peek(1).symbol === '(';
  if (token.symbol !== '?' && !isCall) return;
  const name = isCall ? token.text.toLowerCase() : 'Parameter';
  throw refused(`Unsupported data type: ${name} under key ${path}${reader.at(token)}`);
}

function parseList(reader: StatementReader, place: Place): AttributeValue {
  const elements: AttributeValue[] = [];
  parseElements(reader, ']', () => {
    elements.push(parseLiteral(reader, inside(place, `[${elements.length}]`)));
  });
  return { L: elements };
}

function parseMap(reader: StatementReader, place: Place): AttributeValue {
  const entries = new Map<string, AttributeValue>();
  parseElements(reader, '}', () => {
    const name = parseMapName(reader);
    entries.set(name, parseLiteral(reader, inside(place, `.${name}`)));
  });
  const attributes: Record<string, AttributeValue> = {};
  const inOrder = [...entries].toSorted(([left], [right]) => (left < right ? -1 : 1));
  for (const [name, value] of inOrder) setAttribute(attributes, name, value);
  return { M: attributes };
}

/** Reads `'name' :`. Throws InvalidInput. */
export function parseMapName(reader: StatementReader): string {
  if (reader.peek().kind !== 'text') throw reader.unexpected();
  const name = reader.next().text;
  if (name === '') throw new InvalidInput('rule', 'Empty attribute name');
  reader.expect(':');
  return name;
}

function parseSet(reader: StatementReader, place: Place): AttributeValue {
  const written: string[] = [];
  const members: AttributeValue[] = [];
  parseElements(reader, '>>', () => {
    const { start } = reader.peek();
    members.push(parseLiteral(reader, inside(place, `[${members.length}]`)));
    written.push(reader.textFrom(start));
  });
  const texts = members.flatMap((member) => ('S' in member ? [member.S] : []));
  const numbers = members.flatMap((member) => ('N' in member ? [member.N] : []));
  if (members.length === 0) throw refused('Empty bags are not supported');
  if (texts.length === members.length) return { SS: decodeMembers('SS', texts, 'older') };
  if (numbers.length === members.length) return { NS: numberMembers(numbers, { written, place }) };
  throw refused(
    'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags',
  );
}

function numberMembers(
  numbers: readonly string[],
  { written, place }: { readonly written: readonly string[]; readonly place: Place },
): readonly string[] {
  if (new Set(numbers).size < numbers.length) {
    throw refused(
      `One or more parameter values were invalid: Input collection [${written.join(', ')}] contains duplicates! under ${place.path}`,
    );
  }
  return sortedMembers('NS', numbers);
}

/** Reads elements between commas up to the closing symbol, whose opening one has been read. */
export function parseElements(reader: StatementReader, close: string, read: () => void): void {
  if (reader.take(close)) return;
  reader.nested(() => {
    do read();
    while (reader.take(','));
  });
  reader.expect(close);
}

function inside({ path, nesting }: Place, step: string): Place {
  return { path: path + step, nesting: nesting + 1 };
}

function inPlace<T>({ path }: Place, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw refused(`${error.message} under ${path}`);
  }
}
