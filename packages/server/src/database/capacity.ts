// Capacity units as DynamoDB counts them (Read and write capacity; observed on AWS): a write unit per
// started KB of the larger of both images, a read unit per started 4 KB, half when eventually consistent.

import type { WriteDone } from '../write/item-write.ts';

const readUnitBytes = 4096;
const writeUnitBytes = 1024;

export function readUnits(sizeBytes: number, consistent: boolean): number {
  const units = Math.max(1, Math.ceil(sizeBytes / readUnitBytes));
  return consistent ? units : units / 2;
}

export function writeUnits({ before, after }: Pick<WriteDone, 'before' | 'after'>): number {
  const sizeBytes = Math.max(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0);
  return Math.max(1, Math.ceil(sizeBytes / writeUnitBytes));
}
