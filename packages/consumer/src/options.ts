// What a consumer is made of.

import type { BackOff } from './back-off.ts';
import type { Runtime } from './clock.ts';
import type { ConsumerEvent } from './events.ts';
import type { FailurePolicy } from './failure-policy.ts';
import type { Handler } from './handler.ts';
import type { LeaseStore } from './lease-store.ts';
import type { StartPosition } from './positions.ts';
import type { Source, StreamRecord } from './source.ts';
import type { WatermarkOptions } from './watermark.ts';

export interface ConsumerOptions<R extends StreamRecord = StreamRecord> {
  /**
   * Names the work: workers of one application share the shards, different applications all get everything. One
   * application follows one stream; another stream, also a table's next one, is another application.
   */
  readonly application: string;
  readonly source: Source<R>;
  /** Default: in memory, for one worker that starts again from `position` each time. */
  readonly store?: LeaseStore;
  /** Absent when `batches()` or `records()` are iterated. */
  readonly handler?: Handler<R>;
  /**
   * Records that it rejects never come to the handler, nor count for a batch; they count as processed. One that throws
   * ends the consumer: `done` rejects with what it threw.
   */
  readonly filter?: (record: R) => boolean;
  /** Where the application begins at its very first start. Default: TRIM_HORIZON. */
  readonly position?: StartPosition;
  readonly batch?: BatchOptions;
  /** Batches of one shard in work at once, with different keys; the order of each key is kept. Default: 1. */
  readonly concurrencyPerShard?: number;
  /** Says when a shard is processed up to a time. */
  readonly watermarks?: WatermarkOptions;
  readonly failure?: FailurePolicy<R>;
  readonly leases?: LeaseOptions;
  /** Back-off of calls to the source that are throttled or fail. Default: 250 ms up to 20 s. */
  readonly sourceBackOff?: BackOff;
  /**
   * Unique among the workers of the application that run. One that starts under the name of one that has crashed takes
   * its leases at once, instead of after their duration. Default: random.
   */
  readonly worker?: string;
  /** Time and randomness. Default: the machine's. */
  readonly runtime?: Runtime;
  /** One that throws ends the consumer: `done` rejects with what it threw. */
  readonly onEvent?: (event: ConsumerEvent) => void;
}

export interface BatchOptions {
  /** Records a batch at most. Default: 100. */
  readonly size?: number;
  /** Bytes a batch at most, by `sizeBytes`; a larger record comes alone. Default: 6 MiB. */
  readonly bytes?: number;
  /** How long to wait for a batch to fill, from its first record on. Default: 0, whatever is there. */
  readonly windowMs?: number;
  /** Records of a shard in memory at most, in work or waiting. Default: 2,000, at least twice `size`. */
  readonly buffer?: number;
  /**
   * The same in bytes, by `sizeBytes`: a shard is not read while so many are in memory, so that one page more is the
   * most there is. Default: twice `bytes`, which is the least.
   */
  readonly bufferBytes?: number;
}

export interface LeaseOptions {
  /** A worker that has not renewed for so long has lost its leases. Default: 10 s. */
  readonly durationMs?: number;
  /** How often leases are renewed. Default: a third of the duration. */
  readonly renewMs?: number;
  /** How often leases are listed and balanced. Default: a third of the duration. */
  readonly balanceMs?: number;
  /** How often shards are listed, beside at the end of each shard. Default: 60 s. */
  readonly shardSyncMs?: number;
  /** At least so long from one checkpoint of a shard to the next; 0: after each batch. Default: 1 s. */
  readonly checkpointMs?: number;
  /** Leases of this worker at most. Default: without limit. */
  readonly max?: number;
  /** How wrong this machine's clock may be, against the source's, for LATEST. Default: 10 s. */
  readonly clockSkewMs?: number;
}

export interface StopOptions {
  /**
   * `finish` waits for the batches that are in the handler; `abandon` aborts their signal and does not
   * wait, so that they are handed out again. Checkpoints and releases are written in both. Default: finish.
   */
  readonly batches?: 'finish' | 'abandon';
  /** With `finish`: abandon after so long. Default: never. */
  readonly timeoutMs?: number;
}
