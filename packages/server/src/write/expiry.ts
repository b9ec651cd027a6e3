// Expiry: when an item's time to live runs out, and the entry that the store keeps of it so that items
// that are due are found in the order of their times. The entry derives from the item alone and is put
// and deleted in the item's own commit, like those of an index; its key (model/storage-keys.ts) says
// everything, and its value is one byte that nobody reads.

import { attributeOf, type Item } from '../model/attribute-value.ts';
import type { TableDefinition, TimeToLive } from '../model/table.ts';

/** The entry of the item before and after a write: when each is due. At least one of them. */
export interface ExpiryChange {
  /** TimeToLive's. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly before?: number;
  readonly after?: number;
}

/** Items that were due longer ago are left alone (developer guide, "Using time to live"). */
export const oldestExpiryMs = 5 * 365 * 24 * 60 * 60 * 1000;

/** No clock of JavaScript goes beyond. */
const latestTimeMs = 8.64e15;

export function enabledTimeToLive({ timeToLive }: TableDefinition): TimeToLive | undefined {
  return timeToLive?.enabled === true ? timeToLive : undefined;
}

/**
 * When an item is due, in epoch milliseconds: its attribute's number of seconds, which may have a
 * fraction. Undefined when it never is: without the attribute, with one of another type (observed on
 * AWS), or with a time before 1970, which lies too far back.
 */
export function expiryOf(timeToLive: TimeToLive, item: Item): number | undefined {
  const value = attributeOf(item, timeToLive.attribute);
  if (value === undefined || !('N' in value)) return undefined;
  const dueAt = Math.round(Number(value.N) * 1000);
  return dueAt >= 0 && dueAt <= latestTimeMs ? dueAt : undefined;
}

export function isDue(dueAt: number, now: number): boolean {
  return dueAt <= now && dueAt > now - oldestExpiryMs;
}

/** Undefined when the entry stays as it is. */
export function expiryChange(
  table: TableDefinition,
  items: {
    readonly before: Item | undefined;
    readonly after: Item | undefined;
    /** Of the item before. */
    readonly indexEpoch: number;
  },
): ExpiryChange | undefined {
  const timeToLive = enabledTimeToLive(table);
  if (timeToLive === undefined) return undefined;
  const { number } = timeToLive;
  // An item that the back-fill has not reached has no entry yet.
  const filled = number <= items.indexEpoch ? items.before : undefined;
  const before = filled === undefined ? undefined : expiryOf(timeToLive, filled);
  const after = items.after === undefined ? undefined : expiryOf(timeToLive, items.after);
  if (before === after) return undefined;
  return {
    number,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}
