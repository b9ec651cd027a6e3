// Capacity units as DynamoDB counts them (Read and write capacity; observed on AWS): a write unit per
// started KB of the larger of both images, a read unit per started 4 KB, half when eventually consistent.
// An index is charged for what the write changed in it, and not at all when that is nothing.

import type { IndexChange } from '../write/index-change.ts';
import { staysInPlace } from '../write/index-change.ts';
import type { WriteDone } from '../write/item-write.ts';
import type { CapacityUse } from './database.ts';

const readUnitBytes = 4096;
const writeUnitBytes = 1024;
const transactionFactor = 2;

export function readUnits(sizeBytes: number, consistent: boolean): number {
  const units = Math.max(1, Math.ceil(sizeBytes / readUnitBytes));
  return consistent ? units : units / 2;
}

/** What a write used on its table and on the indexes that it changed. */
export function writeCapacity(table: string, done: WriteDone): CapacityUse {
  const { before, after, indexChanges } = done;
  const tableUnits = writeUnits(Math.max(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0));
  const indexes = indexChanges.map((change) => ({
    index: change.index.name,
    kind: change.index.kind,
    units: indexWriteUnits(change),
  }));
  return { table, tableUnits, indexes };
}

/** An entry that moves is one deleted and one put. */
function indexWriteUnits(change: IndexChange): number {
  const old = change.before?.image.sizeBytes;
  const now = change.after?.image.sizeBytes;
  if (staysInPlace(change)) return writeUnits(Math.max(old ?? 0, now ?? 0));
  return (old === undefined ? 0 : writeUnits(old)) + (now === undefined ? 0 : writeUnits(now));
}

function writeUnits(sizeBytes: number): number {
  return Math.max(1, Math.ceil(sizeBytes / writeUnitBytes));
}

/** The sum of what several requests used on one table. */
export function sumOfCapacity(table: string, uses: readonly CapacityUse[]): CapacityUse {
  const indexes = new Map<string, CapacityUse['indexes'][number]>();
  let tableUnits = 0;
  for (const use of uses) {
    tableUnits += use.tableUnits;
    for (const one of use.indexes) {
      const units = (indexes.get(one.index)?.units ?? 0) + one.units;
      indexes.set(one.index, { ...one, units });
    }
  }
  return { table, tableUnits, indexes: [...indexes.values()] };
}

/** Of the same write in a transaction: on its table it costs double, on indexes the same. */
export function transactedCapacity(use: CapacityUse): CapacityUse {
  return { ...use, tableUnits: use.tableUnits * transactionFactor };
}

/** What it costs to read an item in a transaction. */
export function transactedReadUnits(sizeBytes: number): number {
  return readUnits(sizeBytes, true) * transactionFactor;
}

/** Sums by table, in the order in which the tables come first. */
export function capacityByTable(uses: readonly CapacityUse[]): CapacityUse[] {
  const tables = Map.groupBy(uses, ({ table }) => table);
  return [...tables].map(([table, all]) => sumOfCapacity(table, all));
}
