// One page of a query or scan: stored items of a key range, in order, counted by DynamoDB's rules
// (Query, Scan): a page ends behind the item that reaches 1 MB or the limit, before any filter.

import { type Condition, evaluateCondition } from '../../expressions/condition.ts';
import type { Projection } from '../../expressions/projection.ts';
import { parseItem } from '../../model/item-bytes.ts';
import type { KeyRange } from '../../model/storage-keys.ts';
import type { Store } from '../../store/store.ts';
import { decodeImage, type Image } from '../../write/image.ts';
import type { ItemJson } from '../database.ts';
import { projected } from '../items/get-item.ts';

const pageLimitBytes = 1024 * 1024;

export interface PagePlan {
  readonly range: KeyRange;
  readonly direction: 'forward' | 'backward';
  /** Most items to evaluate. */
  readonly limit?: number;
  readonly filter?: Condition;
  readonly projection?: Projection;
  /** Whether only the count is wanted. */
  readonly countOnly: boolean;
}

export interface ReadPage {
  readonly items: readonly ItemJson[];
  readonly count: number;
  readonly scannedCount: number;
  /** DynamoDB bytes of all items evaluated. */
  readonly sizeBytes: number;
  /** The last item evaluated, when the page ended before the range did. */
  readonly last?: Image;
}

export async function readPage(store: Store, plan: PagePlan): Promise<ReadPage> {
  const page = { items: [] as ItemJson[], count: 0, scannedCount: 0, sizeBytes: 0 };
  const limit = plan.limit ?? Number.MAX_SAFE_INTEGER;
  let { range } = plan;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- where the next chunk begins depends on this one
    const chunk = await store.range({
      ...range,
      direction: plan.direction,
      limit: { count: limit - page.scannedCount, bytes: pageLimitBytes - page.sizeBytes },
    });
    for (const [, value] of chunk.entries) {
      const image = decodeImage(value);
      page.scannedCount += 1;
      page.sizeBytes += image.sizeBytes;
      take(page, plan, image);
      if (page.scannedCount === limit || page.sizeBytes >= pageLimitBytes) {
        return { ...page, last: image };
      }
    }
    const lastKey = chunk.entries.at(-1)?.[0];
    if (!chunk.more || lastKey === undefined) return page;
    range = rangeBeyond(range, lastKey, plan.direction);
  }
}

function take(page: { items: ItemJson[]; count: number }, plan: PagePlan, image: Image): void {
  if (plan.filter !== undefined && !evaluateCondition(plan.filter, parseItem(image.json))) return;
  page.count += 1;
  if (!plan.countOnly) page.items.push(projected(image, plan.projection));
}

/** The part of `range` behind `key`, in reading direction. */
export function rangeBeyond(
  range: KeyRange,
  key: Uint8Array,
  direction: PagePlan['direction'],
): KeyRange {
  return direction === 'backward'
    ? { from: range.from, to: key }
    : { from: keyBehind(key), to: range.to };
}

/** The smallest key greater than `key`. */
function keyBehind(key: Uint8Array): Uint8Array {
  const behind = new Uint8Array(key.length + 1);
  behind.set(key);
  return behind;
}
