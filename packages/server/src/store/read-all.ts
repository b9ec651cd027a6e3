// A whole range of a store, chunk by chunk.

import { bytesBehind } from '../base/bytes.ts';
import type { Key, RangeRequest, Store, Value } from './store.ts';

const chunk = { count: 500, bytes: 1024 * 1024 };

/** All pairs of a range, in order, read in bounded chunks; not one snapshot. */
export async function* readAll(
  store: Store,
  { from, to }: Pick<RangeRequest, 'from' | 'to'>,
): AsyncGenerator<readonly [Key, Value]> {
  let start = from;
  for (;;) {
    const page = await store.range({ from: start, to, direction: 'forward', limit: chunk });
    yield* page.entries;
    const last = page.entries.at(-1)?.[0];
    if (!page.more || last === undefined) return;
    start = bytesBehind(last);
  }
}
