// Reading what catalogues keep: one JSON record a key.

import { bytesBehind } from '../base/bytes.ts';
import { decodeRecord } from '../model/catalog-json.ts';
import type { KeyRange } from '../model/storage-keys.ts';
import type { Store } from '../store/store.ts';

const pageLimit = { count: 100, bytes: 4 * 1024 * 1024 };

/** In the order of their keys, read page by page; each page is of its own moment. */
export async function* recordsIn<T extends object>(
  store: Store,
  { from, to }: KeyRange,
): AsyncGenerator<T> {
  let start = from;
  for (;;) {
    const { entries, more } = await store.range({
      from: start,
      to,
      direction: 'forward',
      limit: pageLimit,
    });
    for (const [key, value] of entries) {
      yield decodeRecord<T>(value);
      start = bytesBehind(key);
    }
    if (!more) return;
  }
}
