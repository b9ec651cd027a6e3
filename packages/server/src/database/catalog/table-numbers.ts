// What no two tables may share, although the clock stands still: the numbers that prefix the keys of
// tables and snapshots, and the places of sequence numbers, which go on where a deleted table's ended.

import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { ownKey } from '../../model/storage-keys.ts';
import type { Partition } from '../../model/table.ts';
import type { Decision, Value } from '../../store/store.ts';

type Puts = NonNullable<Decision<unknown>['puts']>;

/** Read and written, on the catalog's lane, by whoever takes a number or deletes a table. */
export const lastNumberKey = ownKey('last-table-number');

interface LastNumber {
  readonly value: number;
  /** The last place that the sequence numbers of deleted tables may have used. */
  readonly place?: number;
}

function lastNumber(stored: Value | undefined): LastNumber {
  return stored === undefined ? { value: 0 } : decodeRecord<LastNumber>(stored);
}

/** `count` numbers behind the last one. */
export function nextNumbers(
  stored: Value | undefined,
  count: number,
): { readonly numbers: readonly number[]; readonly puts: Puts } {
  const last = lastNumber(stored);
  return {
    numbers: Array.from({ length: count }, (_, index) => last.value + 1 + index),
    puts: [[lastNumberKey, encodeRecord({ ...last, value: last.value + count })]],
  };
}

/**
 * Where the sequence numbers of a table begin that is made now: at the time, unless deleted tables have
 * used more places than milliseconds have passed.
 */
export function firstPlace(stored: Value | undefined, now: number): number {
  const { place = 0 } = lastNumber(stored);
  return Math.max(now, place + 1);
}

/** Remembers the places that a table has used which is being deleted and has no open stream any more. */
export function placesUsed(
  stored: Value | undefined,
  partitions: readonly Partition[],
  head: (lane: string) => number,
): Puts {
  const last = lastNumber(stored);
  const used = partitions.map(({ base, lane }) => base + head(lane));
  const place = Math.max(last.place ?? 0, ...used);
  return [[lastNumberKey, encodeRecord({ ...last, place })]];
}
