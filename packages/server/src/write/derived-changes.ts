// What a change does to everything that derives from its item: the entries of indexes and the expiry
// entry. They go into the item's own commit.

import { parseItem } from '../model/item-bytes.ts';
import { expiryKey } from '../model/storage-keys.ts';
import type { TableDefinition } from '../model/table.ts';
import { enabledTimeToLive, expiryChange, type ExpiryChange } from './expiry.ts';
import { encodeImage, type Image, type StoredImage } from './image.ts';
import { type IndexChange, indexChanges, staysInPlace } from './index-change.ts';

export interface DerivedChanges {
  readonly indexChanges: readonly IndexChange[];
  /** Absent when the item's expiry entry stays as it is. */
  readonly expiryChange?: ExpiryChange;
}

export const nothingDerived: DerivedChanges = { indexChanges: [] };

export function derivedChanges(
  table: TableDefinition,
  images: { readonly before: StoredImage | undefined; readonly after: Image | undefined },
): DerivedChanges {
  // Most tables have neither, and then no item is parsed.
  if (table.indexes.length === 0 && enabledTimeToLive(table) === undefined) return nothingDerived;
  const before = withItem(images.before);
  const after = images.after === images.before ? before : withItem(images.after);
  const indexEpoch = images.before?.indexEpoch ?? 0;
  const expiry = expiryChange(table, { before: before?.item, after: after?.item, indexEpoch });
  return {
    indexChanges: indexChanges(table, { before, after, indexEpoch }),
    ...(expiry === undefined ? {} : { expiryChange: expiry }),
  };
}

function withItem(image: Image | undefined) {
  return image === undefined ? undefined : { image, item: parseItem(image.json) };
}

/** Puts and deletes of a commit. */
export interface StoreWrites {
  readonly puts: [Uint8Array, Uint8Array][];
  readonly deletes: Uint8Array[];
}

const emptyEntry = Uint8Array.of(0);

/** Adds what derived changes do to the store. `itemKey` is the item's key there. */
export function writeDerived(
  { indexChanges: indexes, expiryChange: expiry }: DerivedChanges,
  at: { readonly table: TableDefinition; readonly itemKey: Uint8Array },
  { puts, deletes }: StoreWrites,
): void {
  for (const entry of indexes) {
    if (entry.before !== undefined && !staysInPlace(entry)) deletes.push(entry.before.key);
    if (entry.after !== undefined) puts.push([entry.after.key, encodeImage(entry.after.image)]);
  }
  if (expiry === undefined) return;
  const place = { table: at.table.number, number: expiry.number };
  if (expiry.before !== undefined) deletes.push(expiryKey(place, expiry.before, at.itemKey));
  if (expiry.after !== undefined) {
    puts.push([expiryKey(place, expiry.after, at.itemKey), emptyEntry]);
  }
}
