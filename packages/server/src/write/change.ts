// A change: what a write did to one item. It is derived here, once, from before and after; no other
// place decides whether something is an insert, a modification or a removal.

import type { Item } from '../model/attribute-value.ts';
import { type Image, imageOf, sameImage } from './image.ts';

export type ChangeKind = 'insert' | 'modify' | 'remove';

/** Who made the change: a caller, or DynamoDB itself when an item's time to live ran out. */
export type ChangeAuthor = 'caller' | 'time-to-live';

export interface Change {
  readonly kind: ChangeKind;
  readonly author: ChangeAuthor;
  readonly keys: Image;
  readonly before?: Image;
  readonly after?: Image;
}

/** Undefined when nothing changed, by value. */
export function changeBetween(
  key: Item,
  images: { readonly before: Image | undefined; readonly after: Image | undefined },
  author: ChangeAuthor = 'caller',
): Change | undefined {
  const { before, after } = images;
  if (sameImage(before, after)) return undefined;
  const keys = imageOf(key);
  if (before === undefined) {
    return after === undefined ? undefined : { kind: 'insert', author, keys, after };
  }
  if (after === undefined) return { kind: 'remove', author, keys, before };
  return { kind: 'modify', author, keys, before, after };
}
