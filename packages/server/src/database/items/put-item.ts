// PutItem.

import type { Item } from '../../model/attribute-value.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { keyOfItem } from '../../model/item-key.ts';
import { MAX_ITEM_SIZE_BYTES } from '../../model/limits.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { ValidationLayer } from '../../model/validation-layer.ts';
import { type Image, imageOf } from '../../write/image.ts';
import { checkSentIndexKeys } from '../../write/index-keys.ts';
import type { WriteDone } from '../../write/item-write.ts';
import { writeCapacity } from '../capacity.ts';
import type { DatabaseContext } from '../context.ts';
import type { PutRequest, WriteResult } from '../database.ts';
import { bindAll, bindConditional } from './request-expressions.ts';
import { writeItem } from './write-item.ts';

export async function putItem(
  context: DatabaseContext,
  scope: Scope,
  request: PutRequest,
): Promise<WriteResult> {
  const write = putOf(request.item, 'current');
  const conditional = bindAll(request, { texts: [request.condition] }, (placeholders) =>
    bindConditional(request, placeholders),
  );
  const target = { scope, table: request.table };
  const done = await writeItem(context, target, (table) => ({ ...write(table), ...conditional }));
  const attributes = request.returnValues === 'ALL_OLD' ? done.before?.json : undefined;
  return writeResult(request.table, done, attributes);
}

/** An item to be put, and as it would be stored. */
export interface SentItem {
  readonly item: Item;
  readonly image: Image;
}

/** Checks an item, then gives the put for a version of its table. */
export function putOf(raw: unknown, layer: ValidationLayer) {
  return putOfItem(sentItem(raw, layer));
}

/** @throws InvalidInput */
export function sentItem(raw: unknown, layer: ValidationLayer): SentItem {
  const item = decodeItem(raw, layer);
  const image = imageOf(item);
  if (image.sizeBytes > MAX_ITEM_SIZE_BYTES) {
    throw new InvalidInput('rule', 'Item size has exceeded the maximum allowed size');
  }
  return { item, image };
}

/** The put for a version of the item's table. */
export function putOfItem({ item, image }: SentItem) {
  return (table: TableDefinition) => {
    const key = keyOfItem(table.key, item);
    checkSentIndexKeys(table.indexes, item);
    return { kind: 'put' as const, image, key };
  };
}

export function writeResult(
  table: string,
  done: WriteDone,
  attributes: Uint8Array | undefined,
): WriteResult {
  const capacity = writeCapacity(table, done);
  return attributes === undefined ? { capacity } : { capacity, attributes };
}
