// A whole range of the store, chunk by chunk.

import type { KeyRange } from '../../model/storage-keys.ts';
import type { Key, Store, Value } from '../../store/store.ts';
import { rangeBeyond } from './read-page.ts';

const chunk = { count: 500, bytes: 1024 * 1024 };

/** All pairs of a range, in order, read in bounded chunks; not one snapshot. */
export async function* readAll(
  store: Store,
  range: KeyRange,
): AsyncGenerator<readonly [Key, Value]> {
  let rest = range;
  for (;;) {
    const page = await store.range({ ...rest, direction: 'forward', limit: chunk });
    yield* page.entries;
    const last = page.entries.at(-1)?.[0];
    if (!page.more || last === undefined) return;
    rest = rangeBeyond(rest, last, 'forward');
  }
}
