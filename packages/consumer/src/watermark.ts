// Word that a shard is processed up to a time: for those who gather records by windows of time, and have to
// know when a window is whole.

/** Everything that the shard has of before `time` is processed. */
export interface Watermark {
  readonly shardId: string;
  /** A multiple of `everyMs`: milliseconds since the epoch. */
  readonly time: number;
  /** The shard has ended: it has no record of after `time` either. */
  readonly isFinal: boolean;
}

export interface WatermarkContext {
  /** Aborts when the lease is lost or the consumer stops without waiting: it is announced elsewhere again. */
  readonly signal: AbortSignal;
  /** 1 at first. */
  readonly attempt: number;
}

/**
 * Watermarks need an order by time, so `concurrencyPerShard` is 1. Batches do not reach across a multiple of
 * `everyMs`: all their records have times of one window.
 */
export interface WatermarkOptions {
  readonly everyMs: number;
  /**
   * How much later than `time` an idle shard has to be found read to its end, by this machine's clock: for clocks
   * that differ, and records that take a while to be readable. Default: 0.
   */
  readonly graceMs?: number;
  /**
   * Called between two batches of the shard, when a record of the next window is next, when the shard was read to its
   * end late enough, and when the shard has ended. For windows in which a batch was, and for the first one after the
   * worker took the shard, in which one may have been elsewhere; so at least once for each. One that throws is called
   * again, with the back-off of the failure policy; nothing is handed out meanwhile. A record that comes late, behind
   * one of a later window or behind the mark of its own, is handed out all the same, and is no reason for a mark.
   */
  readonly onWatermark: (mark: Watermark, context: WatermarkContext) => Promise<void> | void;
}
