// DeleteItem.

import { decodeItem } from '../../model/decode-item.ts';
import { checkKey } from '../../model/item-key.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { ValidationLayer } from '../../model/validation-layer.ts';
import type { DatabaseContext } from '../context.ts';
import type { DeleteRequest, WriteResult } from '../database.ts';
import { writeResult } from './put-item.ts';
import { bindAll, bindConditional } from './request-expressions.ts';
import { writeItem } from './write-item.ts';

export async function deleteItem(
  context: DatabaseContext,
  scope: Scope,
  request: DeleteRequest,
): Promise<WriteResult> {
  const write = deleteOf(request.key, 'current');
  const conditional = bindAll(request, { texts: [request.condition] }, (placeholders) =>
    bindConditional(request, placeholders),
  );
  const target = { scope, table: request.table };
  const done = await writeItem(context, target, (table) => ({ ...write(table), ...conditional }));
  const attributes = request.returnValues === 'ALL_OLD' ? done.before?.json : undefined;
  return writeResult(request.table, done, attributes);
}

/** Checks a key, then gives the delete for a version of its table. */
export function deleteOf(raw: unknown, layer: ValidationLayer) {
  const key = decodeItem(raw, layer);
  return (table: TableDefinition) => {
    checkKey(table.key, key);
    return { kind: 'delete' as const, key };
  };
}
