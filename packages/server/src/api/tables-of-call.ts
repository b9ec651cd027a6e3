// Which tables a call is about, from its checked input: by the members that name tables, which have the
// same meaning in every operation. Whether the tables exist does not matter here.

import { InvalidInput } from '../model/invalid-input.ts';
import { parseStatement } from '../partiql/parse-statement.ts';

type Tables = readonly string[];

/** Each gets what the operations' shapes say of its member. */
const TABLES_IN: Readonly<Record<string, (value: never) => Tables>> = {
  TableName: byNameOrArn,
  SourceTableName: byNameOrArn,
  TargetTableName: byNameOrArn,
  SourceTableArn: byArn,
  StreamArn: byArn,
  // It begins with the ARN of its stream (log/iterator-token.ts).
  ShardIterator: byArn,
  ResourceArn: byArn,
  BackupArn: byArn,
  RequestItems: (items: object) => Object.keys(items).flatMap(byNameOrArn),
  TransactItems: (items: readonly TransactItem[]) => items.flatMap(ofActions),
  Statement: ofStatement,
  Statements: ofStatements,
  TransactStatements: ofStatements,
};

/** One member, which says the kind of the action. */
type TransactItem = Readonly<Record<string, { readonly TableName: string } | undefined>>;

/** Names of tables, without order; one may occur several times. */
export function tablesOfCall(input: object): Tables {
  return Object.entries(input).flatMap(([member, value]) => {
    const tablesIn = Object.hasOwn(TABLES_IN, member) ? TABLES_IN[member] : undefined;
    return tablesIn === undefined || value === undefined ? [] : tablesIn(value as never);
  });
}

/** Whether `tablesOfCall` looks at a member. */
export function namesTables(member: string): boolean {
  return Object.hasOwn(TABLES_IN, member);
}

/** Of tables and what belongs to them: their streams, iterators and backups. */
const ARN = /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/|]+)/;

function byArn(text: string): Tables {
  const name = ARN.exec(text)?.[1];
  return name === undefined ? [] : [name];
}

function byNameOrArn(text: string): Tables {
  return text.startsWith('arn:') ? byArn(text) : [text];
}

function ofActions(item: TransactItem): Tables {
  return Object.values(item).flatMap((action) =>
    action === undefined ? [] : byNameOrArn(action.TableName),
  );
}

function ofStatements(statements: readonly { readonly Statement: string }[]): Tables {
  return statements.flatMap(({ Statement: text }) => ofStatement(text));
}

/** None of a statement that the operation will refuse anyway. */
function ofStatement(text: string): Tables {
  try {
    const { statement } = parseStatement(text);
    return byNameOrArn(statement.kind === 'exists' ? statement.select.table : statement.table);
  } catch (error) {
    if (error instanceof InvalidInput) return [];
    throw error;
  }
}
