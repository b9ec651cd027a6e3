// Works off the lanes of a shard: hands out batch after batch, and announces the watermarks between them.

import type { ConsumerEvent } from '../events.ts';
import { usualBackOff } from '../failure-policy.ts';
import type { HeldLease } from '../leases/held-lease.ts';
import type { Settings } from '../settings.ts';
import type { StreamRecord } from '../source.ts';
import { announce } from './announce.ts';
import type { Checkpointer } from './checkpointer.ts';
import type { Lane, Mark } from './lane.ts';
import { processBatch } from './process-batch.ts';
import type { Entry, Progress } from './progress.ts';
import type { ShardMeter } from './shard-meter.ts';

export interface LaneWork<R extends StreamRecord> {
  readonly held: HeldLease;
  readonly settings: Settings<R>;
  readonly progress: Progress<R>;
  readonly checkpointer: Checkpointer;
  readonly meter: ShardMeter;
  /** No batch is begun any more. */
  readonly stopping: AbortSignal;
  /** What the handler does now is done in vain. */
  readonly aborted: AbortSignal;
  readonly emit: (event: ConsumerEvent) => void;
  /** Records are out of memory. */
  onRoom(): void;
}

export class LaneWorker<R extends StreamRecord> {
  readonly #work: LaneWork<R>;

  constructor(work: LaneWork<R>) {
    this.#work = work;
  }

  /** Until the lane is closed and empty, or nothing is to be begun any more. @throws GivenUp */
  async run(lane: Lane<R>): Promise<void> {
    const { stopping, checkpointer } = this.#work;
    for (;;) {
      const next = await lane.next(stopping);
      if (next === undefined) return;
      if ('isFinal' in next) {
        if (!(await this.#announce(next))) return;
        continue;
      }
      if (!(await this.#process(next))) return;
      await checkpointer.progressed(stopping);
    }
  }

  async #process(batch: readonly Entry<R>[]): Promise<boolean> {
    const { held, settings, progress, meter, stopping, aborted, emit, onRoom } = this.#work;
    const { application, source, handler, failure, runtime } = settings;
    let done = 0;
    return processBatch<R>(
      batch.map(({ record }) => record),
      {
        application,
        stream: source.name,
        shardId: held.shardId,
        handler,
        policy: failure,
        runtime,
        signal: aborted,
        stopping,
        mayProcess: () => this.#mayProcess(),
        onDone: (count) => {
          progress.finish(batch.slice(done, done + count));
          done += count;
          meter.processed(count);
          onRoom();
        },
        onEvent: emit,
        onCall: (isRetry) => meter.called(isRetry),
      },
    );
  }

  async #announce(mark: Mark): Promise<boolean> {
    const { held, settings, stopping, aborted, emit } = this.#work;
    const { watermarks, failure, runtime } = settings;
    if (watermarks === undefined) return true;
    return announce(
      { shardId: held.shardId, ...mark },
      {
        onWatermark: watermarks.onWatermark,
        backOff: failure.backOff ?? usualBackOff,
        runtime,
        signal: aborted,
        stopping,
        mayProcess: () => this.#mayProcess(),
        onEvent: emit,
      },
    );
  }

  async #mayProcess(): Promise<boolean> {
    const { held, stopping, aborted } = this.#work;
    if (aborted.aborted) return false;
    return held.isValid || held.ensure(stopping);
  }
}
