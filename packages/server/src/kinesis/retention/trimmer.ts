// Takes records away when streams have kept them for their time, and what deleted streams left. It runs on full
// minutes of the clock, as soon as something is due, and takes what was due at that minute: so what is there at a
// time follows from the time alone.

import { Alarm } from '../../base/alarm.ts';
import { Background } from '../../base/background.ts';
import type { Clock } from '../../base/runtime.ts';
import { decodeRecord } from '../../model/catalog-json.ts';
import { allKinesisStreamsRange } from '../../model/kinesis-keys.ts';
import { readAll } from '../../store/read-all.ts';
import type { Store } from '../../store/store.ts';
import { type KinesisStream, retentionMsOf } from '../stream.ts';
import { removeDeletedStreams } from './removals.ts';
import { trimStream } from './shard-retention.ts';

const roundMs = 60_000;

export class Trimmer implements AsyncDisposable {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #background: Background;
  readonly #alarm: Alarm;
  #trimmedRecords = 0;

  /** Tells `onFailure` of rounds that failed, and tries again. */
  constructor(
    { store, clock }: { readonly store: Store; readonly clock: Clock },
    onFailure: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#background = new Background((stopped) => this.#round(stopped), onFailure);
    this.#alarm = new Alarm(clock, () => this.#background.wake());
  }

  /** Records that retention took since the start. */
  get trimmedRecords(): number {
    return this.#trimmedRecords;
  }

  /** Runs a round. To be called at the start, and when something may be due sooner than before. */
  wake(): void {
    this.#background.wake();
  }

  settled(): Promise<void> {
    return this.#background.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#alarm[Symbol.dispose]();
    await this.#background[Symbol.asyncDispose]();
  }

  async #round(stopped: () => boolean): Promise<void> {
    const now = this.#clock.now();
    const minute = Math.floor(now / roundMs) * roundMs;
    // In case the round fails.
    this.#alarm.set(minute + roundMs);
    let next = Infinity;
    for await (const [, value] of readAll(this.#store, allKinesisStreamsRange())) {
      if (stopped()) return;
      const stream = decodeRecord<KinesisStream>(value);
      const retentionMs = retentionMsOf(stream);
      const { trimmed, oldest } = await trimStream(this.#store, stream.number, {
        horizon: minute - retentionMs,
        stopped,
      });
      this.#trimmedRecords += trimmed;
      // What is written from now on is not due before.
      next = Math.min(next, oldest + retentionMs, now + retentionMs);
    }
    next = Math.min(next, await removeDeletedStreams(this.#store, { now, stopped }));
    this.#alarm.set(
      next === Infinity
        ? Infinity
        : Math.max(Math.ceil(next / roundMs) * roundMs, minute + roundMs),
    );
  }
}
