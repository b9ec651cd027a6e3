// source := table [ '.' index ]

import { refused } from './statement-error.ts';
import type { StatementReader } from './statement-reader.ts';

export interface Source {
  readonly table: string;
  readonly index?: string;
}

/** Throws InvalidInput. */
export function parseSource(reader: StatementReader): Source {
  const names = [parseName(reader)];
  while (reader.take('.')) names.push(parseName(reader));
  if (names.length > 2) throw refused('A path may contain at most 2 components in the FROM clause');
  const [table = '', index] = names;
  return index === undefined ? { table } : { table, index };
}

function parseName(reader: StatementReader): string {
  if (!reader.isName()) throw reader.unexpected();
  const { text } = reader.next();
  if (text === '') throw refused('Path component cannot be an empty string');
  return text;
}

/** Throws InvalidInput when the source is given another name. */
export function refuseAlias(reader: StatementReader): void {
  if (reader.peek().symbol === 'AS' || reader.isName()) throw refused('Aliasing is not supported');
}
