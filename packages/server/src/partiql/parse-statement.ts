// statement := SELECT ( '*' | path, ... ) FROM table [ '.' index ] [ WHERE condition ]
//                [ ORDER BY name [ ASC | DESC ], ... ]
//            | INSERT INTO table VALUE '{' 'name' : ( literal | '?' ), ... '}'
//            | UPDATE table actions [ WHERE condition ] [ returning ]
//            | FROM table [ WHERE condition ] actions [ returning ]
//            | DELETE FROM table [ WHERE condition ] [ returning ]
//            | EXISTS '(' SELECT ... ')'
// returning := RETURNING ( ALL | MODIFIED ) ( OLD | NEW ) '*'
//
// From the developer guide ("PartiQL for DynamoDB"); the form that begins with FROM was observed on AWS.

import { BoundedCache } from '../base/bounded-cache.ts';
import { parseCondition } from './parse-condition.ts';
import { parseElements, parseLiteral, parseMapName } from './parse-literal.ts';
import { parseSelect } from './parse-select.ts';
import { parseSource, refuseAlias } from './parse-source.ts';
import { beginsAction, parseActions } from './parse-update.ts';
import type {
  DeleteStatement,
  InsertStatement,
  ParsedStatement,
  Returning,
  Statement,
  UpdateStatement,
} from './statement.ts';
import { LEFTOVER, malformed, NO_KEY, refused } from './statement-error.ts';
import { StatementReader } from './statement-reader.ts';

// Applications send few different statements, many times; what is parsed depends on the text alone.
const parsed = new BoundedCache<string, ParsedStatement>(1000);

/** Throws InvalidInput with AWS's text for what is wrong whatever the table and the parameters. */
export function parseStatement(text: string): ParsedStatement {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const reader = new StatementReader(text);
  const statement = parseAny(reader);
  reader.expectEnd();
  const { literals, parameters } = reader;
  const result: ParsedStatement = { statement, literals, parameters };
  parsed.set(text, result);
  return result;
}

function parseAny(reader: StatementReader): Statement {
  if (reader.take('SELECT')) return parseSelect(reader);
  if (reader.take('INSERT')) return parseInsert(reader);
  if (reader.take('UPDATE')) return parseUpdate(reader);
  if (reader.take('FROM')) return parseFromFirst(reader);
  if (reader.take('DELETE')) return parseDelete(reader);
  if (!reader.take('EXISTS')) throw malformed('Expected data manipulation');
  reader.expect('(');
  reader.expect('SELECT');
  const select = parseSelect(reader);
  reader.expect(')');
  return { kind: 'exists', select };
}

function parseInsert(reader: StatementReader): InsertStatement {
  reader.expect('INTO');
  const { table, index } = parseSource(reader);
  if (index !== undefined) throw refused('FROM clause may only contain a single table name');
  if (!reader.take('VALUE')) throw malformed(LEFTOVER);
  const attributes: InsertStatement['attributes'][number][] = [];
  reader.expect('{');
  parseElements(reader, '}', () => {
    const name = parseMapName(reader);
    const value = reader.take('?') ? reader.parameter() : reader.literal(parseLiteral(reader));
    attributes.push({ name, value });
  });
  return { kind: 'insert', table, attributes };
}

function parseUpdate(reader: StatementReader): UpdateStatement {
  const table = parseTarget(reader);
  const actions = parseActions(reader);
  return { kind: 'update', table, actions, ...parseWhere(reader), ...parseReturning(reader) };
}

function parseFromFirst(reader: StatementReader): UpdateStatement {
  const table = parseTarget(reader);
  const where = parseWhere(reader);
  if (beginsAction(reader) && where.where === undefined) throw refused(NO_KEY);
  return {
    kind: 'update',
    table,
    actions: parseActions(reader),
    ...where,
    ...parseReturning(reader),
  };
}

function parseDelete(reader: StatementReader): DeleteStatement {
  reader.expect('FROM');
  const table = parseTarget(reader);
  const where = parseWhere(reader);
  const { returning } = parseReturning(reader);
  if (returning === undefined) return { kind: 'delete', table, ...where };
  if (returning.scope !== 'ALL' || returning.age !== 'OLD') {
    const { scope, age } = returning;
    throw refused(
      `Invalid returning clause: RETURNING ${scope} ${age} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
    );
  }
  return { kind: 'delete', table, ...where, returning };
}

/** The table of an UPDATE or DELETE. */
function parseTarget(reader: StatementReader): string {
  const { table, index } = parseSource(reader);
  if (index !== undefined) throw refused('This operation is not supported on an index');
  refuseAlias(reader);
  return table;
}

function parseWhere(reader: StatementReader): Pick<UpdateStatement, 'where'> {
  return reader.take('WHERE') ? { where: parseCondition(reader) } : {};
}

function parseReturning(reader: StatementReader): Pick<UpdateStatement, 'returning'> {
  if (!reader.take('RETURNING')) return {};
  const scope = oneOf(reader, ['ALL', 'MODIFIED'] as const);
  const age = oneOf(reader, ['OLD', 'NEW'] as const);
  reader.expect('*');
  return { returning: { scope, age } satisfies Returning };
}

function oneOf<Word extends string>(reader: StatementReader, words: readonly Word[]): Word {
  const found = words.find((word) => reader.take(word));
  if (found === undefined) throw reader.unexpected();
  return found;
}
