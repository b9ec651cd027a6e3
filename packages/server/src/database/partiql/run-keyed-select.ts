// A SELECT in a batch: one item of a table, by its whole key and nothing else (observed on AWS).

import { assert } from '../../base/assert.ts';
import type { Item } from '../../model/attribute-value.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { checkKey } from '../../model/item-key.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { BoundSelect } from '../../partiql/bind-statement.ts';
import { keyOfRead } from '../../partiql/single-item.ts';
import { decodeImage } from '../../write/image.ts';
import { placeOf } from '../../write/item-place.ts';
import { readUnits } from '../capacity.ts';
import { readOnTables } from '../catalog/read-on-tables.ts';
import type { DatabaseContext } from '../context.ts';
import type { StatementResult } from '../database.ts';
import { projected } from '../items/get-item.ts';
import { refuseUnreadable } from './select-plan.ts';
import { indexNamed, singleKey } from './statement-source.ts';

export async function runKeyedSelect(
  context: DatabaseContext,
  scope: Scope,
  { select, consistent }: { readonly select: BoundSelect; readonly consistent: boolean },
): Promise<StatementResult> {
  const { table, projection } = select;
  const [stored] = await readOnTables(context, { scope, names: [table] }, ([known]) => {
    assert(known !== undefined, 'one name gives one table');
    const { definition } = known;
    const key = wholeKey(select, definition);
    checkKey(definition.key, key);
    return [placeOf(definition, key).key];
  });
  const image = stored === undefined ? undefined : decodeImage(stored);
  const tableUnits = readUnits(image?.sizeBytes ?? 0, consistent);
  return {
    items: image === undefined ? [] : [projected(image, projection)],
    capacity: { table, tableUnits, indexes: [] },
  };
}

function wholeKey(select: BoundSelect, table: TableDefinition): Item {
  const { index, where } = select;
  if (index !== undefined) {
    singleKey(indexNamed(table, index));
  } else {
    const key = keyOfRead(where, table.key);
    if (key !== undefined) return key;
    refuseUnreadable(table, select);
  }
  throw new InvalidInput(
    'rule',
    'Select statements within BatchExecuteStatement must specify the primary key in the where clause.',
  );
}
