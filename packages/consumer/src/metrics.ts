// The numbers of a consumer, as a snapshot.

/**
 * - `opening`: looking for the position
 * - `reading`: records are on their way, or being processed
 * - `idle`: everything that there is was read
 * - `full`: not reading, since the handler is behind
 * - `backing-off`: the last call to the source failed
 * - `handing-over`: finishing its batch, for another worker or to stop
 * - `ending`: read to its end, what is left is being processed
 */
export type ShardPhase =
  | 'opening'
  | 'reading'
  | 'idle'
  | 'full'
  | 'backing-off'
  | 'handing-over'
  | 'ending';

export interface ShardMetrics {
  readonly shardId: string;
  readonly phase: ShardPhase;
  /** Read from the source since the lease was taken. */
  readonly recordsRead: number;
  readonly recordsProcessed: number;
  readonly bytesRead: number;
  /**
   * How old the oldest record is that was read and is not processed; without one, how far the source says that
   * the reader is behind; 0 when it read everything.
   */
  readonly lagMs: number;
  /** Records that were read and are not processed, and those behind them where the source counts them. */
  readonly lagRecords: number;
  /** Whether `lagRecords` is all that there is, or those that were read only. */
  readonly lagIsExact: boolean;
  /** Handler calls with records that had failed before. */
  readonly retries: number;
  /** Sequence numbers: read up to, processed up to, and stored in the lease. */
  readonly readUpTo?: string;
  readonly processedUpTo?: string;
  readonly checkpoint?: string;
}

/** Counters count since the worker started; they do not shrink when a shard is finished. */
export interface ConsumerMetrics {
  readonly worker: string;
  /** Leases of this worker. */
  readonly leases: number;
  /** Leases of all workers that are not finished, as seen last. */
  readonly leasesOfAll: number;
  /** Workers that hold a live lease, this one included. */
  readonly workers: number;
  readonly recordsRead: number;
  readonly bytesRead: number;
  /** Without those that the filter rejected. */
  readonly recordsProcessed: number;
  /** Rejected by the filter. */
  readonly recordsFiltered: number;
  readonly batches: number;
  readonly retries: number;
  readonly recordsGivenUp: number;
  readonly gaps: number;
  readonly leasesLost: number;
  readonly shardsFinished: number;
  readonly sourceErrors: Readonly<Record<string, number>>;
  readonly storeErrors: number;
  /** The greatest of its shards; 0 without one. */
  readonly lagMs: number;
  readonly lagRecords: number;
  readonly shards: readonly ShardMetrics[];
}
