// The table or index that a statement reads. Its errors have words of their own (observed on AWS).

import type { IndexDefinition, KeySchema, Scope, TableDefinition } from '../../model/table.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { DatabaseContext } from '../context.ts';
import { currentTable, refuseBackfilling } from '../pages/page-result.ts';
import { indexSource, type PageSource, tableSource } from '../pages/page-source.ts';

export interface StatementSource {
  readonly source: PageSource;
  /** Of the table or index. */
  readonly key: KeySchema;
}

/** @throws InvalidInput or Refused */
export async function statementSource(
  context: DatabaseContext,
  scope: Scope,
  read: { readonly table: string; readonly index?: string; readonly consistent: boolean },
): Promise<StatementSource> {
  const table = await currentTable(context, scope, read.table);
  if (read.index === undefined) return { source: tableSource(table), key: table.key };
  const index = indexNamed(table, read.index);
  const key = singleKey(index);
  if (index.kind === 'global' && read.consistent) {
    throw refusal('Strongly consistent read is not supported on Global Secondary Indexes');
  }
  refuseBackfilling(index);
  return { source: indexSource(table, index), key };
}

/** @throws InvalidInput */
export function indexNamed(table: TableDefinition, name: string): IndexDefinition {
  const index = table.indexes.find((one) => one.name === name);
  if (index === undefined) throw refusal('The table does not have the specified index');
  return index;
}

/** The key of an index that PartiQL can read. @throws InvalidInput */
export function singleKey({ key }: IndexDefinition): KeySchema {
  const [partition, ...others] = key.partition;
  const [sort, ...others2] = key.sort;
  if (partition === undefined || others.length > 0 || others2.length > 0) {
    throw refusal(
      'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.',
    );
  }
  return sort === undefined ? { partition } : { partition, sort };
}

function refusal(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
