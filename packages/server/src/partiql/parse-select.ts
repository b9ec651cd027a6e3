// The part of a SELECT behind its first word.

import type { PathTree } from '../expressions/expression-tree.ts';
import type { Column } from '../expressions/projection.ts';
import { parseCondition } from './parse-condition.ts';
import { parsePath } from './parse-path.ts';
import { parseSource, refuseAlias } from './parse-source.ts';
import type { OrderTerm, SelectStatement } from './statement.ts';
import { LEFTOVER, malformed, refused } from './statement-error.ts';
import type { StatementReader } from './statement-reader.ts';

/** Throws InvalidInput. */
export function parseSelect(reader: StatementReader): SelectStatement {
  const columns = reader.take('*') ? undefined : parseColumns(reader);
  if (!reader.take('FROM')) throw malformed(LEFTOVER);
  const source = parseSource(reader);
  if (reader.peek().symbol !== 'LIMIT') refuseAlias(reader);
  const where = reader.take('WHERE') ? parseCondition(reader) : undefined;
  const orderBy = parseOrder(reader);
  refuseLimit(reader);
  return {
    kind: 'select',
    ...source,
    ...(columns === undefined ? {} : { columns }),
    ...(where === undefined ? {} : { where }),
    orderBy,
  };
}

function parseColumns(reader: StatementReader): Column[] {
  const columns: Column[] = [];
  do columns.push(parseColumn(reader));
  while (reader.take(','));
  return columns;
}

function parseColumn(reader: StatementReader): Column {
  const token = reader.peek();
  if (reader.isName() && reader.peek(1).symbol === '(') {
    throw refused(`Unexpected path component${reader.at(token)}`);
  }
  const path = parsePath(reader);
  if (reader.peek().symbol === 'AS' || reader.isName()) throw refused('Aliasing is not supported');
  return { name: columnName(path), path: path.elements };
}

function columnName({ elements }: PathTree): string {
  const last = elements.findLastIndex((element) => typeof element === 'string');
  const [name, ...indexes] = elements.slice(last);
  return [name, ...indexes.map((index) => `[${index}]`)].join('');
}

function parseOrder(reader: StatementReader): OrderTerm[] {
  const terms: OrderTerm[] = [];
  if (!reader.take('ORDER')) return terms;
  reader.expect('BY');
  do {
    if (!reader.isName()) throw reader.unexpected();
    const attribute = reader.next().text;
    const descending = reader.take('DESC');
    if (!descending) reader.take('ASC');
    terms.push({ attribute, descending });
  } while (reader.take(','));
  return terms;
}

// The number of items is a parameter of the request. AWS points at what stands behind the word.
function refuseLimit(reader: StatementReader): void {
  if (!reader.take('LIMIT')) return;
  throw refused(`Unsupported clause: LIMIT${reader.at(reader.peek())}`);
}
