// Which items the statements of a batch are about: no two may be about one (observed on AWS).

import type { Item } from '../../model/attribute-value.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { keyOfItem } from '../../model/item-key.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { BoundSelect, BoundWrite } from '../../partiql/bind-statement.ts';
import { itemOfWrite, keyOfRead } from '../../partiql/single-item.ts';
import type { DatabaseContext } from '../context.ts';

/** A statement that names no item, or no table, fails on its own terms later. @throws InvalidInput */
export async function refuseSameItems(
  { catalog }: DatabaseContext,
  scope: Scope,
  statements: readonly (BoundSelect | BoundWrite)[],
): Promise<void> {
  const items = new Set<string>();
  for (const statement of statements) {
    const known = await catalog.find(scope, statement.table);
    const key = known === undefined ? undefined : namedKey(statement, known.definition);
    if (key === undefined) continue;
    const identity = JSON.stringify([statement.table, key]);
    if (items.has(identity)) {
      throw new InvalidInput('rule', 'Provided list of item keys contains duplicates');
    }
    items.add(identity);
  }
}

function namedKey(
  statement: BoundSelect | BoundWrite,
  { key: schema }: TableDefinition,
): Item | undefined {
  if (statement.kind === 'select') {
    return statement.index === undefined ? keyOfRead(statement.where, schema) : undefined;
  }
  try {
    return statement.kind === 'insert'
      ? keyOfItem(schema, statement.item)
      : itemOfWrite(statement.where, schema).key;
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}
