// One page of a query or scan: stored items of a key range, in order, counted by DynamoDB's rules
// (Query, Scan): a page ends behind the item that reaches 1 MB or the limit, before any filter.

import { bytesBehind } from '../../base/bytes.ts';
import { type Condition, evaluateCondition } from '../../expressions/condition.ts';
import type { Projection } from '../../expressions/projection.ts';
import { withAttributes } from '../../model/attribute-value.ts';
import { encodeItem, parseItem } from '../../model/item-bytes.ts';
import type { KeyRange } from '../../model/storage-keys.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { Store } from '../../store/store.ts';
import { decodeImage, type Image } from '../../write/image.ts';
import type { ItemJson } from '../database.ts';
import { placeOf } from '../../write/item-place.ts';
import { projected } from '../items/get-item.ts';

/** Bytes of items evaluated for one page, in DynamoDB's count (Query, Scan). */
export const pageLimitBytes = 1024 * 1024;

export interface PagePlan {
  readonly range: KeyRange;
  readonly direction: 'forward' | 'backward';
  /** Most items to evaluate. */
  readonly limit?: number;
  /** Bytes of items to evaluate, the item that reaches them included. Default: those of a whole page. */
  readonly limitBytes?: number;
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
  /** Set when entries of an index are to be replaced by the items of this table. */
  readonly baseOf?: TableDefinition;
  /** The attributes that are answered; all where it is absent and nothing is projected. */
  readonly kept?: ReadonlySet<string>;
  /** Whether only the count is wanted. */
  readonly countOnly: boolean;
}

export interface ReadPage {
  readonly items: readonly ItemJson[];
  readonly count: number;
  readonly scannedCount: number;
  /** DynamoDB bytes of all items evaluated. */
  readonly sizeBytes: number;
  /** DynamoDB bytes of each item that was fetched from the table behind an index. */
  readonly baseSizes: readonly number[];
  /** The last image evaluated, when the page ended before the range did. */
  readonly last?: Image;
}

export async function readPage(store: Store, plan: PagePlan): Promise<ReadPage> {
  const page: Building = { items: [], count: 0, scannedCount: 0, sizeBytes: 0, baseSizes: [] };
  const { limit = Number.MAX_SAFE_INTEGER, limitBytes = pageLimitBytes } = plan;
  let { range } = plan;
  for (;;) {
    const chunk = await store.range({
      ...range,
      direction: plan.direction,
      limit: { count: limit - page.scannedCount, bytes: limitBytes - page.sizeBytes },
    });
    const found = chunk.entries.map(([, value]) => decodeImage(value));
    const items = await baseItems(store, plan, found);
    for (const [index, image] of found.entries()) {
      const item = items[index];
      page.scannedCount += 1;
      page.sizeBytes += image.sizeBytes;
      if (item !== undefined) take(page, plan, item);
      if (page.scannedCount === limit || page.sizeBytes >= limitBytes) {
        return { ...page, last: image };
      }
    }
    const lastKey = chunk.entries.at(-1)?.[0];
    if (!chunk.more || lastKey === undefined) return page;
    range = rangeBeyond(range, lastKey, plan.direction);
  }
}

type Building = {
  -readonly [member in keyof Omit<ReadPage, 'last' | 'items' | 'baseSizes'>]: number;
} & {
  readonly items: ItemJson[];
  readonly baseSizes: number[];
};

/** The items that entries of an index stand for; one that went meanwhile is undefined. */
async function baseItems(
  store: Store,
  { baseOf }: PagePlan,
  found: readonly Image[],
): Promise<readonly (Image | undefined)[]> {
  if (baseOf === undefined || found.length === 0) return found;
  const keys = found.map(({ json }) => placeOf(baseOf, parseItem(json)).key);
  const values = await store.get(keys);
  return values.map((value) => (value === undefined ? undefined : decodeImage(value)));
}

function take(page: Building, plan: PagePlan, image: Image): void {
  if (plan.baseOf !== undefined) page.baseSizes.push(image.sizeBytes);
  if (plan.filter !== undefined && !evaluateCondition(plan.filter, parseItem(image.json))) return;
  page.count += 1;
  if (!plan.countOnly) page.items.push(answered(plan, image));
}

function answered({ kept, projection }: PagePlan, image: Image): ItemJson {
  return kept === undefined
    ? projected(image, projection)
    : encodeItem(withAttributes(parseItem(image.json), kept));
}

/** The part of `range` behind `key`, in reading direction. */
export function rangeBeyond(
  range: KeyRange,
  key: Uint8Array,
  direction: PagePlan['direction'],
): KeyRange {
  return direction === 'backward'
    ? { from: range.from, to: key }
    : { from: bytesBehind(key), to: range.to };
}
