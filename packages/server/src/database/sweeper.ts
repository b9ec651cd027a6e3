// Removes the items of deleted tables and the entries of deleted indexes in bounded steps that leave
// room for other commits. What is still to be removed is recorded with the deletion, so a restart goes
// on with it.

import {
  garbageRange,
  indexEntriesRange,
  itemsRange,
  type KeyRange,
  parseGarbageKey,
  statisticsRange,
} from '../model/storage-keys.ts';
import type { Key, Store } from '../store/store.ts';

const sweepLane = 'sweep';
const step = { count: 256, bytes: 256 * 1024 };

/** One round over all that is to be removed; `stopped` is asked between steps. */
export async function sweepAll(store: Store, stopped: () => boolean): Promise<void> {
  for (;;) {
    const { entries, more } = await store.range({
      ...garbageRange(),
      direction: 'forward',
      limit: step,
    });
    for (const [key] of entries) {
      for (const range of garbageRanges(key)) {
        if (!(await removeRange(store, range, stopped))) return;
      }
      await remove(store, [key]);
    }
    if (!more) return;
  }
}

/** Where what a garbage key names lies. */
function garbageRanges(key: Key): KeyRange[] {
  const { table, index } = parseGarbageKey(key);
  return index === undefined
    ? [itemsRange(table), indexEntriesRange(table), statisticsRange(table)]
    : [indexEntriesRange(table, index)];
}

/** Empties a range. Whether it is empty now; false when it was stopped before. */
export async function removeRange(
  store: Store,
  range: KeyRange,
  stopped: () => boolean,
): Promise<boolean> {
  for (;;) {
    if (stopped()) return false;
    const page = await store.range({ ...range, direction: 'forward', limit: step });
    if (page.entries.length === 0) return true;
    await remove(
      store,
      page.entries.map(([key]) => key),
    );
  }
}

async function remove(store: Store, keys: readonly Key[]): Promise<void> {
  await store.commit({
    lanes: [sweepLane],
    reads: [],
    decide: () => ({ deletes: keys, result: undefined }),
  });
}
