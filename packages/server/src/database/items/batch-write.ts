// BatchWriteItem: up to 25 independent writes. The whole request is checked first; then each write is a
// commit of its own, and the store gathers them into one transaction and one sync.

import type { Scope, TableDefinition } from '../../model/table.ts';
import type { ItemWrite } from '../../write/item-write.ts';
import { sumOfCapacity, writeCapacity } from '../capacity.ts';
import type { DatabaseContext } from '../context.ts';
import type { BatchWriteRequest, BatchWriteResult, CapacityUse } from '../database.ts';
import { deleteOf } from './delete-item.ts';
import { refuseDuplicates } from './duplicate-keys.ts';
import { putOf } from './put-item.ts';
import { writeItem } from './write-item.ts';

interface Prepared {
  readonly table: string;
  readonly writes: readonly ((table: TableDefinition) => ItemWrite)[];
}

export async function batchWrite(
  context: DatabaseContext,
  scope: Scope,
  request: BatchWriteRequest,
): Promise<BatchWriteResult> {
  const prepared: Prepared[] = request.tables.map(({ table, writes }) => ({
    table,
    writes: writes.map((write) =>
      write.kind === 'put' ? putOf(write.item, 'older') : deleteOf(write.key, 'older'),
    ),
  }));
  await checkAgainstTables(context, scope, prepared);
  const capacity = await Promise.all(prepared.map((part) => writePart(context, scope, part)));
  return { capacity, unprocessed: [] };
}

async function checkAgainstTables(
  { catalog }: DatabaseContext,
  scope: Scope,
  prepared: readonly Prepared[],
): Promise<void> {
  const tables = await Promise.all(prepared.map(({ table }) => catalog.ready(scope, table)));
  for (const [index, { writes }] of prepared.entries()) {
    const definition = tables[index]?.definition;
    if (definition !== undefined) refuseDuplicates(writes.map((write) => write(definition).key));
  }
}

async function writePart(
  context: DatabaseContext,
  scope: Scope,
  { table, writes }: Prepared,
): Promise<CapacityUse> {
  const done = await Promise.all(
    writes.map((write) => writeItem(context, { scope, table }, write)),
  );
  return sumOfCapacity(
    table,
    done.map((one) => writeCapacity(table, one)),
  );
}
