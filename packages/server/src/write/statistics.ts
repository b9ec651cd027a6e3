// How many items a lane's partition holds, how large they are, and the same of its share of each index:
// kept exactly, in the same commit as each change, so DescribeTable never has to count.
//
//   items:8 size:8                  of the table; IEEE doubles, sizes in DynamoDB's count
//   ( index:2 items:8 size:8 ) ...  of each index that ever had an entry
//
// Numbers are big-endian.

import type { Change } from './change.ts';
import type { Image } from './image.ts';
import type { IndexChange } from './index-change.ts';

export interface Statistics {
  readonly itemCount: number;
  readonly sizeBytes: number;
}

export interface LaneStatistics {
  readonly table: Statistics;
  /** By the index's number. */
  readonly indexes: ReadonlyMap<number, Statistics>;
}

export const noStatistics: Statistics = { itemCount: 0, sizeBytes: 0 };
const pairBytes = 16;
const indexBytes = 2 + pairBytes;

export function decodeStatistics(bytes: Uint8Array | undefined): LaneStatistics {
  if (bytes === undefined) return { table: noStatistics, indexes: new Map() };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pair = (at: number): Statistics => ({
    itemCount: view.getFloat64(at),
    sizeBytes: view.getFloat64(at + 8),
  });
  const indexes = new Map<number, Statistics>();
  for (let at = pairBytes; at < bytes.length; at += indexBytes) {
    indexes.set(view.getUint16(at), pair(at + 2));
  }
  return { table: pair(0), indexes };
}

export function encodeStatistics({ table, indexes }: LaneStatistics): Uint8Array {
  const bytes = new Uint8Array(pairBytes + indexes.size * indexBytes);
  const view = new DataView(bytes.buffer);
  const put = (at: number, { itemCount, sizeBytes }: Statistics): void => {
    view.setFloat64(at, itemCount);
    view.setFloat64(at + 8, sizeBytes);
  };
  put(0, table);
  let at = pairBytes;
  for (const [index, statistics] of indexes) {
    view.setUint16(at, index);
    put(at + 2, statistics);
    at += indexBytes;
  }
  return bytes;
}

/** `change` is absent when index entries alone change, as in a back-fill. */
export function afterChange(
  statistics: LaneStatistics,
  change: Pick<Change, 'before' | 'after'>,
  indexChanges: readonly IndexChange[],
): LaneStatistics {
  const table = moved(statistics.table, change.before, change.after);
  if (indexChanges.length === 0) return { table, indexes: statistics.indexes };
  const indexes = new Map(statistics.indexes);
  for (const { index, before, after } of indexChanges) {
    const counted = indexes.get(index.number) ?? noStatistics;
    indexes.set(index.number, moved(counted, before?.image, after?.image));
  }
  return { table, indexes };
}

function moved(
  { itemCount, sizeBytes }: Statistics,
  before: Image | undefined,
  after: Image | undefined,
): Statistics {
  return {
    itemCount: itemCount + (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1),
    sizeBytes: sizeBytes + (after?.sizeBytes ?? 0) - (before?.sizeBytes ?? 0),
  };
}

export function addStatistics(a: Statistics, b: Statistics): Statistics {
  return { itemCount: a.itemCount + b.itemCount, sizeBytes: a.sizeBytes + b.sizeBytes };
}
