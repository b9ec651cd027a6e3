// One statement that writes.

import type { Scope } from '../../model/table.ts';
import type { BoundWrite } from '../../partiql/bind-statement.ts';
import { Refused } from '../../write/refusal.ts';
import type { WriteDone } from '../../write/item-write.ts';
import { writeCapacity } from '../capacity.ts';
import type { DatabaseContext } from '../context.ts';
import type { StatementResult } from '../database.ts';
import { writeItem } from '../items/write-item.ts';
import { returnedItem, writeOf } from './statement-write.ts';

export async function runWrite(
  context: DatabaseContext,
  scope: Scope,
  statement: { readonly bound: BoundWrite; readonly returnOldOnFailure: boolean },
): Promise<StatementResult> {
  const { bound } = statement;
  const done = await written(context, scope, statement);
  const item = returnedItem(bound, done);
  return {
    items: item === undefined ? [] : [item],
    capacity: writeCapacity(bound.table, done),
  };
}

async function written(
  context: DatabaseContext,
  scope: Scope,
  {
    bound,
    returnOldOnFailure,
  }: { readonly bound: BoundWrite; readonly returnOldOnFailure: boolean },
): Promise<WriteDone> {
  const { table } = bound;
  try {
    return await writeItem(context, { scope, table }, writeOf(bound, { returnOldOnFailure }));
  } catch (error) {
    if (bound.kind !== 'insert' || !(error instanceof Refused)) throw error;
    if (error.refusal.kind !== 'condition-failed') throw error;
    throw new Refused({ ...error.refusal, kind: 'duplicate-item' });
  }
}
