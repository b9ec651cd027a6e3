// Partitions of a table: ranges of the hash of the partition key, each with a lane of its own. A
// partition that is split gives way to two with new lanes, so a lane's range never changes.

import { assert } from '../base/assert.ts';
import type { Partition } from './table.ts';

/** The leading 32 bits of the hash. */
const hashSpace = 2 ** 32;

export interface PartitionedTable {
  readonly number: number;
  readonly partitions: readonly Partition[];
}

/** `base` is where sequence numbers begin; a table that takes an older one's name numbers on from it. */
export function evenPartitions(table: number, count: number, base: number): Partition[] {
  return Array.from({ length: count }, (_, index) => ({
    from: Math.floor((index * hashSpace) / count),
    lane: laneName(table, index),
    base,
  }));
}

/** Partitions of another table with the same ranges. */
export function sameRanges(
  table: number,
  partitions: readonly Partition[],
  base: number,
): Partition[] {
  return partitions.map(({ from }, index) => ({ from, lane: laneName(table, index), base }));
}

function laneName(table: number, lane: number): string {
  return `t${table}/${lane}`;
}

/** The number of a lane within its table. Those of a split are greater than all before. */
export function laneNumber(lane: string): number {
  return Number(lane.slice(lane.indexOf('/') + 1));
}

/** Where the partition's range ends, exclusive. */
function endOf(partitions: readonly Partition[], index: number): number {
  return partitions[index + 1]?.from ?? hashSpace;
}

/** Whether the partition's range can be cut in two. */
export function isDivisible(partitions: readonly Partition[], index: number): boolean {
  return endOf(partitions, index) - (partitions[index] as Partition).from >= 2;
}

/** A number that no lane of the table has had, and none above it: those of splits only grow. */
export function nextLaneNumber(partitions: readonly Partition[]): number {
  return 1 + Math.max(...partitions.map(({ lane }) => laneNumber(lane)));
}

/** The partition's two halves, on the lanes of number `nextLane` and the one behind it. */
export function halves(
  { number, partitions }: PartitionedTable,
  index: number,
  halved: { readonly base: number; readonly nextLane: number },
): [Partition, Partition] {
  assert(isDivisible(partitions, index), 'a partition of one hash value is not split');
  const { base, nextLane } = halved;
  const { from } = partitions[index] as Partition;
  const middle = Math.floor((from + endOf(partitions, index)) / 2);
  return [
    { from, lane: laneName(number, nextLane), base },
    { from: middle, lane: laneName(number, nextLane + 1), base },
  ];
}
