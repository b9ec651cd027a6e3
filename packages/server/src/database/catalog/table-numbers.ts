// The numbers that prefix the keys of tables and snapshots: counted up, so that none is used twice.

import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { ownKey } from '../../model/storage-keys.ts';
import type { Decision, Value } from '../../store/store.ts';

/** Read and written, on the catalog's lane, by whoever takes a number. */
export const lastNumberKey = ownKey('last-table-number');

/** `count` numbers behind the last one. */
export function nextNumbers(
  last: Value | undefined,
  count: number,
): { readonly numbers: readonly number[]; readonly puts: NonNullable<Decision<unknown>['puts']> } {
  const before = last === undefined ? 0 : decodeRecord<{ value: number }>(last).value;
  return {
    numbers: Array.from({ length: count }, (_, index) => before + 1 + index),
    puts: [[lastNumberKey, encodeRecord({ value: before + count })]],
  };
}
