// GetItem, and what reads of single items share.

import { assert } from '../../base/assert.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { encodeItem, parseItem } from '../../model/item-bytes.ts';
import { checkKey } from '../../model/item-key.ts';
import type { Item } from '../../model/attribute-value.ts';
import type { Scope } from '../../model/table.ts';
import { projectItem, type Projection } from '../../expressions/projection.ts';
import { decodeImage, type Image } from '../../write/image.ts';
import { readUnits } from '../capacity.ts';
import { readOnTables } from '../catalog/read-on-tables.ts';
import type { DatabaseContext } from '../context.ts';
import type { GetRequest, GetResult, Projecting } from '../database.ts';
import { placeOf } from '../../write/item-place.ts';
import { refuseNestedKeys } from '../../write/key-paths.ts';
import { bindAll, bindProjecting } from './request-expressions.ts';

export async function getItem(
  context: DatabaseContext,
  scope: Scope,
  request: GetRequest,
): Promise<GetResult> {
  const key = decodeItem(request.key);
  const projection = bindProjectionOf(request);
  const asked = { table: request.table, keys: [key], projection };
  const [image] = await readItems(context, scope, asked);
  const tableUnits = readUnits(image?.sizeBytes ?? 0, request.consistent);
  const capacity = { table: request.table, tableUnits, indexes: [] };
  return image === undefined ? { capacity } : { capacity, item: projected(image, projection) };
}

export function bindProjectionOf(
  request: Projecting,
  { inTransaction = false }: { readonly inTransaction?: boolean } = {},
): Projection | undefined {
  return bindAll(request, { texts: [request.projection], inTransaction }, (placeholders) =>
    bindProjecting(request, placeholders),
  );
}

/** A copy of the stored bytes where nothing is projected. */
export function projected(image: Image, projection: Projection | undefined): Uint8Array {
  return projection === undefined
    ? image.json
    : encodeItem(projectItem(projection, parseItem(image.json)));
}

/** Stored images in the order of `keys`, all from one snapshot. The projection is only checked. */
export async function readItems(
  context: DatabaseContext,
  scope: Scope,
  asked: {
    readonly table: string;
    readonly keys: readonly Item[];
    readonly projection: Projection | undefined;
  },
): Promise<(Image | undefined)[]> {
  const { table, keys, projection } = asked;
  const values = await readOnTables(context, { scope, names: [table] }, ([known]) => {
    assert(known !== undefined, 'one name gives one table');
    const { definition } = known;
    for (const key of keys) checkKey(definition.key, key);
    refuseNestedKeys(definition, projection);
    return keys.map((key) => placeOf(definition, key).key);
  });
  return values.map((value) => (value === undefined ? undefined : decodeImage(value)));
}
