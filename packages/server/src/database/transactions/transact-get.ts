// TransactGetItems: up to a hundred items of any tables as they were at one moment.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { Item } from '../../model/attribute-value.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { checkKey, checkNoEmptyKey } from '../../model/item-key.ts';
import type { Scope } from '../../model/table.ts';
import type { Projection } from '../../expressions/projection.ts';
import { decodeImage, type Image } from '../../write/image.ts';
import { placeOf } from '../../write/item-place.ts';
import { refuseNestedKeys } from '../../write/key-paths.ts';
import { capacityByTable, transactedReadUnits } from '../capacity.ts';
import { readOnTables } from '../catalog/read-on-tables.ts';
import type { DatabaseContext } from '../context.ts';
import type { TransactGetRequest, TransactGetResult } from '../database.ts';
import { bindProjectionOf, projected } from '../items/get-item.ts';
import { placeAll, tableOf, type TablesByName, tablesByName } from './place-writes.ts';

/** Bytes of the items read, in DynamoDB's count (Service quotas: 4 MB). */
const itemsLimitBytes = 4 * 1024 * 1024;

export interface PreparedGet {
  readonly table: string;
  readonly key: Item;
  readonly projection: Projection | undefined;
}

export async function transactGet(
  context: DatabaseContext,
  scope: Scope,
  request: TransactGetRequest,
): Promise<TransactGetResult> {
  const gets: PreparedGet[] = request.gets.map((get) => ({
    table: get.table,
    key: decodeItem(get.key, 'older'),
    projection: bindProjectionOf(get, { inTransaction: true }),
  }));
  return readTogether(context, scope, gets);
}

export async function readTogether(
  context: DatabaseContext,
  scope: Scope,
  gets: readonly PreparedGet[],
): Promise<TransactGetResult> {
  const names = [...new Set(gets.map(({ table }) => table))];
  const values = await readOnTables(context, { scope, names }, (known) =>
    placeGets(gets, tablesByName(known)).map(({ place }) => place.key),
  );
  const images = values.map((value) => (value === undefined ? undefined : decodeImage(value)));
  refuseLargeItems(images);
  return resultOf(gets, images);
}

/** @throws InvalidInput or Refused */
function placeGets(gets: readonly PreparedGet[], tables: TablesByName) {
  for (const get of gets) checkNoEmptyKey(tableOf(tables, get).key, get.key);
  return placeAll(gets, (get) => {
    const table = tableOf(tables, get);
    checkKey(table.key, get.key);
    refuseNestedKeys(table, get.projection);
    return { place: placeOf(table, get.key) };
  });
}

/** @throws InvalidInput with words of our own: AWS's are not recorded */
function refuseLargeItems(images: readonly (Image | undefined)[]): void {
  const sizeBytes = images.reduce((sum, image) => sum + (image?.sizeBytes ?? 0), 0);
  if (sizeBytes > itemsLimitBytes) {
    throw new InvalidInput('rule', 'Aggregate size of the items read cannot exceed 4 MB');
  }
}

function resultOf(
  gets: readonly PreparedGet[],
  images: readonly (Image | undefined)[],
): TransactGetResult {
  const read = gets.map((get, index) => ({ ...get, image: images[index] }));
  const uses = read.map(({ table, image }) => ({
    table,
    tableUnits: transactedReadUnits(image?.sizeBytes ?? 0),
    indexes: [],
  }));
  return {
    items: read.map(({ image, projection }) =>
      image === undefined ? undefined : projected(image, projection),
    ),
    capacity: capacityByTable(uses),
  };
}
