// How often provisioned units were lowered on a day, which AWS counts from midnight UTC.

import type { ThroughputChanges } from './table.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** NumberOfDecreasesToday at a time, in epoch milliseconds. */
export function decreasesOn(
  { decreasedAt, decreases = 0 }: ThroughputChanges,
  now: number,
): number {
  const isSameDay =
    decreasedAt !== undefined && Math.floor(decreasedAt / dayMs) === Math.floor(now / dayMs);
  return isSameDay ? decreases : 0;
}
