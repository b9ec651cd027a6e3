// How many items a lane's partition holds and how large they are: kept exactly, in the same commit as
// each change, so DescribeTable never has to count.
//
//   items:8  size:8   IEEE doubles, big-endian; size in DynamoDB's count

import type { Change } from './change.ts';

export interface Statistics {
  readonly itemCount: number;
  readonly sizeBytes: number;
}

export const noStatistics: Statistics = { itemCount: 0, sizeBytes: 0 };

export function decodeStatistics(bytes: Uint8Array | undefined): Statistics {
  if (bytes === undefined) return noStatistics;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { itemCount: view.getFloat64(0), sizeBytes: view.getFloat64(8) };
}

export function encodeStatistics(statistics: Statistics): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, statistics.itemCount);
  view.setFloat64(8, statistics.sizeBytes);
  return bytes;
}

export function afterChange(statistics: Statistics, change: Change): Statistics {
  const count = (image: unknown): number => (image === undefined ? 0 : 1);
  return {
    itemCount: statistics.itemCount + count(change.after) - count(change.before),
    sizeBytes:
      statistics.sizeBytes + (change.after?.sizeBytes ?? 0) - (change.before?.sizeBytes ?? 0),
  };
}

export function addStatistics(a: Statistics, b: Statistics): Statistics {
  return { itemCount: a.itemCount + b.itemCount, sizeBytes: a.sizeBytes + b.sizeBytes };
}
