// What a change does to a table's indexes, and what that costs.

import { compareBytes } from '../base/bytes.ts';
import type { Item } from '../model/attribute-value.ts';
import type { IndexDefinition, TableDefinition } from '../model/table.ts';
import { type Image, sameImage } from './image.ts';
import { type IndexEntry, indexEntry } from './index-entry.ts';

/** The entry that an index had of the item, and the one that it has now; at least one of them. */
export interface IndexChange {
  readonly index: IndexDefinition;
  readonly before?: IndexEntry;
  readonly after?: IndexEntry;
}

interface ItemImage {
  readonly image: Image;
  readonly item: Item;
}

/** One for each index whose entry of the item appears, goes, moves or changes. */
export function indexChanges(
  table: TableDefinition,
  items: {
    readonly before: ItemImage | undefined;
    readonly after: ItemImage | undefined;
    /** Of the item before (image.ts). */
    readonly indexEpoch: number;
  },
): IndexChange[] {
  const { before, after, indexEpoch } = items;
  const changes: IndexChange[] = [];
  for (const index of table.indexes) {
    // An item that the back-fill of a new index has not reached has no entry in it yet.
    const isIndexed = before !== undefined && index.number <= indexEpoch;
    const old = isIndexed ? indexEntry(table, index, before) : undefined;
    const now = after === undefined ? undefined : indexEntry(table, index, after);
    if (sameEntry(old, now)) continue;
    changes.push({
      index,
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
    });
  }
  return changes;
}

function sameEntry(a: IndexEntry | undefined, b: IndexEntry | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameKey(a, b) && sameImage(a.image, b.image);
}

function sameKey(a: IndexEntry, b: IndexEntry): boolean {
  return compareBytes(a.key, b.key) === 0;
}

/** Whether the entry stays where it is, so that putting the new one replaces it. */
export function staysInPlace({ before, after }: IndexChange): boolean {
  return before !== undefined && after !== undefined && sameKey(before, after);
}
