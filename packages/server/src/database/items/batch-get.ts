// BatchGetItem.

import { decodeItem } from '../../model/decode-item.ts';
import type { Scope } from '../../model/table.ts';
import type { Item } from '../../model/attribute-value.ts';
import type { Projection } from '../../expressions/projection.ts';
import { readUnits } from '../capacity.ts';
import type { DatabaseContext } from '../context.ts';
import type { BatchGetRequest, BatchGetResult, ItemJson } from '../database.ts';
import { refuseDuplicates } from './duplicate-keys.ts';
import { bindProjectionOf, projected, readItems } from './get-item.ts';

/** Bytes of items in one answer, in DynamoDB's count (BatchGetItem). */
const responseLimitBytes = 16 * 1024 * 1024;

interface Prepared {
  readonly table: string;
  readonly keys: readonly Item[];
  readonly consistent: boolean;
  readonly projection: Projection | undefined;
}

export async function batchGet(
  context: DatabaseContext,
  scope: Scope,
  request: BatchGetRequest,
): Promise<BatchGetResult> {
  const prepared = request.tables.map((asked) => prepare(asked));
  let roomBytes = responseLimitBytes;
  const tables: BatchGetResult['tables'][number][] = [];
  const unprocessed: BatchGetResult['unprocessed'][number][] = [];
  const capacity: BatchGetResult['capacity'][number][] = [];
  for (const asked of prepared) {
    const page = await readTable(context, scope, { asked, roomBytes });
    roomBytes -= page.sizeBytes;
    tables.push({ table: asked.table, items: page.items });
    capacity.push({ table: asked.table, tableUnits: page.units, indexes: [] });
    if (page.left.length > 0) unprocessed.push({ table: asked.table, keyIndexes: page.left });
  }
  return { tables, unprocessed, capacity };
}

function prepare(asked: BatchGetRequest['tables'][number]): Prepared {
  const keys = asked.keys.map((key) => decodeItem(key));
  refuseDuplicates(keys);
  const { table, consistent } = asked;
  return { table, keys, consistent, projection: bindProjectionOf(asked) };
}

async function readTable(
  context: DatabaseContext,
  scope: Scope,
  { asked, roomBytes }: { readonly asked: Prepared; readonly roomBytes: number },
): Promise<{ items: ItemJson[]; left: number[]; units: number; sizeBytes: number }> {
  const images = await readItems(context, scope, asked);
  const page = { items: [] as ItemJson[], left: [] as number[], units: 0, sizeBytes: 0 };
  for (const [index, image] of images.entries()) {
    const size = image?.sizeBytes ?? 0;
    if (page.sizeBytes + size > roomBytes) {
      page.left.push(index);
      continue;
    }
    page.sizeBytes += size;
    page.units += readUnits(size, asked.consistent);
    if (image !== undefined) page.items.push(projected(image, asked.projection));
  }
  return page;
}
