// The numbers of one shard, and what it adds to those of its consumer.

import type { Counters } from '../counters.ts';
import type { ShardMetrics, ShardPhase } from '../metrics.ts';
import type { StreamRecord } from '../source.ts';
import type { Progress } from './progress.ts';
import type { PageRead } from './shard-reader.ts';

export class ShardMeter {
  readonly #totals: Counters;
  phase: ShardPhase = 'opening';
  #recordsRead = 0;
  #bytesRead = 0;
  #recordsProcessed = 0;
  #retries = 0;
  #readUpTo: string | undefined;
  #behind: Pick<PageRead<StreamRecord>, 'millisBehind' | 'recordsBehind'> = {};

  constructor(totals: Counters) {
    this.#totals = totals;
  }

  get recordsRead(): number {
    return this.#recordsRead;
  }

  read(page: PageRead<StreamRecord>): void {
    const { records, millisBehind = 0 } = page;
    this.#behind = page;
    if (this.phase !== 'handing-over') {
      this.phase = records.length === 0 && millisBehind === 0 ? 'idle' : 'reading';
    }
    let bytes = 0;
    for (const { sizeBytes } of records) bytes += sizeBytes;
    this.#bytesRead += bytes;
    this.#totals.bytesRead += bytes;
    this.#recordsRead += records.length;
    this.#totals.recordsRead += records.length;
    this.#readUpTo = records.at(-1)?.sequenceNumber ?? this.#readUpTo;
  }

  processed(count: number): void {
    this.#recordsProcessed += count;
    this.#totals.recordsProcessed += count;
  }

  called(isRetry: boolean): void {
    this.#totals.batches += 1;
    if (!isRetry) return;
    this.#retries += 1;
    this.#totals.retries += 1;
  }

  snapshot(
    { oldest, size, processed }: Progress<StreamRecord>,
    about: { readonly shardId: string; readonly stored: string | undefined; readonly now: number },
  ): ShardMetrics {
    const { millisBehind = 0, recordsBehind } = this.#behind;
    const { shardId, stored, now } = about;
    return {
      shardId,
      phase: this.phase,
      recordsRead: this.#recordsRead,
      recordsProcessed: this.#recordsProcessed,
      bytesRead: this.#bytesRead,
      lagMs: oldest === undefined ? millisBehind : Math.max(0, now - oldest.time),
      lagRecords: size + (recordsBehind ?? 0),
      lagIsExact: recordsBehind !== undefined || this.phase === 'idle',
      retries: this.#retries,
      ...(this.#readUpTo === undefined ? {} : { readUpTo: this.#readUpTo }),
      ...(processed === undefined ? {} : { processedUpTo: processed.sequenceNumber }),
      ...(stored === undefined ? {} : { checkpoint: stored }),
    };
  }
}
