// The numbers of a table's indexes, and of its time to live, which is one by time. Each is greater than all
// before it, so that an item can say up to which it has its entries.

import type { TableDefinition } from '../../model/table.ts';
import { Refused } from '../../write/refusal.ts';

/** As many as the two bytes of an item's index epoch, and of an entry's key, can tell apart. */
const mostIndexNumbers = 2 ** 16 - 1;

/** @throws Refused */
export function nextIndexNumber({ lastIndexNumber }: TableDefinition): number {
  if (lastIndexNumber < mostIndexNumbers) return lastIndexNumber + 1;
  throw new Refused({ kind: 'index-numbers-used', limit: mostIndexNumbers });
}
