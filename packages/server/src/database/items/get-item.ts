// GetItem, and what reads of single items share.

import { decodeItem } from '../../model/decode-item.ts';
import { encodeItem, parseItem } from '../../model/item-bytes.ts';
import { checkKey } from '../../model/item-key.ts';
import type { Item } from '../../model/attribute-value.ts';
import type { Scope } from '../../model/table.ts';
import { bindProjection, projectItem, type Projection } from '../../expressions/projection.ts';
import { decodeImage, type Image } from '../../write/image.ts';
import { readUnits } from '../capacity.ts';
import { isCurrent } from '../catalog/table-catalog.ts';
import type { DatabaseContext } from '../context.ts';
import type { GetRequest, GetResult, Placed } from '../database.ts';
import { placeOf } from '../../write/item-place.ts';
import { bindAll } from './request-expressions.ts';

export async function getItem(
  context: DatabaseContext,
  scope: Scope,
  request: GetRequest,
): Promise<GetResult> {
  const key = decodeItem(request.key);
  const projection = bindProjectionOf(request);
  const [image] = await readItems(context, { scope, table: request.table }, [key]);
  const tableUnits = readUnits(image?.sizeBytes ?? 0, request.consistent);
  const capacity = { table: request.table, tableUnits, indexes: [] };
  return image === undefined ? { capacity } : { capacity, item: projected(image, projection) };
}

export function bindProjectionOf(
  request: Placed & { readonly projection?: string },
): Projection | undefined {
  const { projection } = request;
  return bindAll(request, { texts: [projection] }, (placeholders) =>
    projection === undefined ? undefined : bindProjection(projection, placeholders),
  );
}

/** A copy of the stored bytes where nothing is projected. */
export function projected(image: Image, projection: Projection | undefined): Uint8Array {
  return projection === undefined
    ? image.json
    : encodeItem(projectItem(projection, parseItem(image.json)));
}

/** Stored images in the order of `keys`, all from one snapshot. */
export async function readItems(
  { store, catalog }: DatabaseContext,
  target: { readonly scope: Scope; readonly table: string },
  keys: readonly Item[],
): Promise<(Image | undefined)[]> {
  for (;;) {
    const table = await catalog.ready(target.scope, target.table);
    const { definition } = table;
    for (const key of keys) checkKey(definition.key, key);
    const places = keys.map((key) => placeOf(definition, key).key);
    const [stored, ...values] = await store.get([table.key, ...places]);
    if (isCurrent(table, stored)) {
      return values.map((value) => (value === undefined ? undefined : decodeImage(value)));
    }
    catalog.forget(target.scope, target.table);
  }
}
