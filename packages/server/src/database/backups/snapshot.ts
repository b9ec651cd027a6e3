// A snapshot: the items of a table at one moment, under a number of their own, copied in the background
// while the table is written to.
//
// What makes it exact is undoing. The items are copied as they are met, over minutes perhaps; then the
// changes that the log has since the moment are undone in the copy, newest first, by their old images.
// Whatever state a copied item was met in, the oldest change since the moment has its state at the
// moment as old image, and is undone last; an item that no change touched since was copied right.
//
// So the log has to keep old images only from the moment on. For a backup the moment is its own commit,
// on all lanes of the table, which also makes writers keep the images (`copying`): until then a table
// pays nothing. For a restore to a time in the past it is that time, for which point-in-time recovery
// has kept them. The other ways were worse: redoing onto an older base copies every table once more as
// soon as recovery is enabled, and copying on write makes writers pay for a second item each.

import { encodeRecord } from '../../model/catalog-json.ts';
import { snapshotKey, statisticsKey } from '../../model/storage-keys.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { Decision, Key, Snapshot as StoreSnapshot } from '../../store/store.ts';
import { addStatistics, decodeStatistics, noStatistics } from '../../write/statistics.ts';

/** What of a lane's log has to be undone: entries behind `cut`, and those behind `floor` that are later than the moment. */
export interface LaneCut {
  readonly lane: string;
  readonly cut: number;
  readonly floor: number;
}

/** A snapshot that is not complete yet, as the store keeps it from step to step. */
export interface SnapshotJob {
  readonly number: number;
  readonly source: TableDefinition;
  /** The id of the backup that it is for, if it is for one. */
  readonly backup?: string;
  /** Epoch milliseconds; only entries between a lane's floor and cut are judged by it. */
  readonly time: number;
  readonly lanes: readonly LaneCut[];
  readonly progress: SnapshotProgress;
}

export type SnapshotProgress =
  /** Items of the table up to the key `after` (hexadecimal) are copied. */
  | { readonly phase: 'copying'; readonly after?: string }
  /** In each lane of the job, entries behind this position are undone. */
  | { readonly phase: 'undoing'; readonly positions: readonly number[] };

export interface StartedSnapshot {
  readonly job: SnapshotJob;
  /** The source, whose writers keep both images from now on. */
  readonly source: TableDefinition;
  readonly puts: NonNullable<Decision<unknown>['puts']>;
}

/**
 * Part of a commit on all of the table's lanes and the `retired` ones, which has to store the changed source too. `floor`
 * gives how far back a lane's log may be undone; without it the snapshot is of this very moment.
 */
export function startSnapshot(
  source: TableDefinition,
  snapshot: Pick<StoreSnapshot, 'head'>,
  wanted: {
    readonly number: number;
    readonly time: number;
    readonly backup?: string;
    readonly floor?: (lane: string) => number;
    /** Lanes of partitions that were split since, newest first. */
    readonly retired?: readonly string[];
  },
): StartedSnapshot {
  const { number, time, backup, floor, retired = [] } = wanted;
  // A lane comes before that of the partition which it is a half of: the newest changes are undone first.
  const names = [...source.partitions.map(({ lane }) => lane), ...retired];
  const lanes = names.map((lane): LaneCut => {
    const cut = snapshot.head(lane);
    return { lane, cut, floor: floor?.(lane) ?? cut };
  });
  const job: SnapshotJob = {
    number,
    source,
    ...(backup === undefined ? {} : { backup }),
    time,
    lanes,
    progress: { phase: 'copying' },
  };
  return {
    job,
    source: { ...source, copying: [...(source.copying ?? []), number] },
    puts: [[snapshotKey(number), encodeRecord(job)]],
  };
}

/** Keys of the statistics of all lanes of a table, which `countedItems` adds up. */
export function statisticsKeys({ number, partitions }: TableDefinition): Key[] {
  return partitions.map(({ lane }) => statisticsKey(number, lane));
}

export function countedItems(values: StoreSnapshot['values']): {
  readonly itemCount: number;
  readonly sizeBytes: number;
} {
  return values
    .map((value) => decodeStatistics(value).table)
    .reduce((sum, counted) => addStatistics(sum, counted), noStatistics);
}
