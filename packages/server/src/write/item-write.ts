// The core: what a write of one item does, as a pure function of the write and the item before it.
// PutItem, UpdateItem, DeleteItem, the batches and expiry all end here.

import type { Item } from '../model/attribute-value.ts';
import { canonicalItem } from '../model/decode-item.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import { parseItem } from '../model/item-bytes.ts';
import { MAX_ITEM_SIZE_BYTES } from '../model/limits.ts';
import type { TableDefinition } from '../model/table.ts';
import { type Condition, evaluateCondition } from '../expressions/condition.ts';
import { applyUpdate, type Update } from '../expressions/update.ts';
import { type Change, type ChangeAuthor, changeBetween } from './change.ts';
import { type DerivedChanges, derivedChanges, nothingDerived } from './derived-changes.ts';
import { enabledTimeToLive, expiryOf, isDue } from './expiry.ts';
import { type Image, imageOf, type StoredImage } from './image.ts';
import { checkUpdatedIndexKeys } from './index-keys.ts';
import type { Refusal } from './refusal.ts';

interface Conditional {
  /** The item's primary key, canonical and valid for its table. */
  readonly key: Item;
  readonly condition?: Condition;
  /** Whether a refusal by the condition carries the stored item. */
  readonly returnOldOnFailure?: boolean;
}

export type ItemWrite =
  | (Conditional & { readonly kind: 'put'; readonly image: Image })
  | (Conditional & { readonly kind: 'update'; readonly update?: Update })
  | (Conditional & { readonly kind: 'delete' })
  /** Changes nothing: a transaction's ConditionCheck. */
  | (Conditional & { readonly kind: 'check' })
  /** Deletes the item if its time to live has run out by `now`, epoch milliseconds. */
  | (Conditional & { readonly kind: 'expire'; readonly now: number });

export interface WriteDone extends DerivedChanges {
  readonly kind: 'done';
  readonly before?: StoredImage;
  readonly after?: Image;
  /** Absent when after equals before. */
  readonly change?: Change;
}

export function decideWrite(
  table: TableDefinition,
  write: ItemWrite,
  before: StoredImage | undefined,
): WriteDone | Refusal {
  try {
    const stored = storedItem(write, before);
    if (write.condition !== undefined && !evaluateCondition(write.condition, stored)) {
      return conditionFailed(write, before);
    }
    return done(table, write, { before, after: imageAfter(table, write, { before, stored }) });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { kind: 'invalid', family: error.family, message: error.message };
  }
}

/** The item before, parsed only when something has to look inside. */
function storedItem(write: ItemWrite, before: Image | undefined): Item | undefined {
  const needed =
    write.condition !== undefined || write.kind === 'update' || write.kind === 'expire';
  return before === undefined || !needed ? undefined : parseItem(before.json);
}

function conditionFailed(write: ItemWrite, before: Image | undefined): Refusal {
  return write.returnOldOnFailure === true && before !== undefined
    ? { kind: 'condition-failed', item: before.json }
    : { kind: 'condition-failed' };
}

/** The item before the write, as stored and as parsed. */
interface Before {
  readonly before: StoredImage | undefined;
  readonly stored: Item | undefined;
}

function imageAfter(table: TableDefinition, write: ItemWrite, item: Before): Image | undefined {
  switch (write.kind) {
    case 'put':
      return write.image;
    case 'delete':
      return undefined;
    case 'check':
      return item.before;
    case 'update':
      return imageAfterUpdate(table, write, item);
    case 'expire':
      return hasExpired(table, item.stored, write.now) ? undefined : item.before;
  }
}

function hasExpired(table: TableDefinition, item: Item | undefined, now: number): boolean {
  const timeToLive = enabledTimeToLive(table);
  if (timeToLive === undefined || item === undefined) return false;
  const dueAt = expiryOf(timeToLive, item);
  return dueAt !== undefined && isDue(dueAt, now);
}

function imageAfterUpdate(
  table: TableDefinition,
  write: ItemWrite & { readonly kind: 'update' },
  { before, stored }: Before,
): Image | undefined {
  const { update, key } = write;
  if (update === undefined) return before ?? imageOf(key);
  // REMOVE and DELETE alone do not bring an item into being (observed on AWS).
  if (stored === undefined && !update.createsItem) return undefined;
  const item = canonicalItem(applyUpdate(update, stored ?? key, stored !== undefined));
  checkUpdatedIndexKeys(table.indexes, item);
  const image = imageOf(item);
  if (image.sizeBytes > MAX_ITEM_SIZE_BYTES) {
    const text = 'Item size to update has exceeded the maximum allowed size';
    throw new InvalidInput('rule', text);
  }
  return image;
}

function done(
  table: TableDefinition,
  write: ItemWrite,
  images: { readonly before: StoredImage | undefined; readonly after: Image | undefined },
): WriteDone {
  const { before, after } = images;
  const author: ChangeAuthor = write.kind === 'expire' ? 'time-to-live' : 'caller';
  const change = changeBetween(write.key, images, author);
  return {
    kind: 'done',
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(change === undefined ? {} : { change }),
    ...(change === undefined ? nothingDerived : derivedChanges(table, images)),
  };
}
