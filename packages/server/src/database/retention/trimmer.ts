// Takes records away when streams have kept them for their time. It runs on full minutes of the clock,
// as soon as something is due, and takes what was due at that minute: so what is there at a time
// follows from the time alone.

import type { Clock } from '../../base/runtime.ts';
import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord } from '../../model/catalog-json.ts';
import { allStreamsRange } from '../../model/storage-keys.ts';
import type { ShardDefinition, StreamDefinition } from '../../model/stream.ts';
import type { Store } from '../../store/store.ts';
import { Alarm } from '../../base/alarm.ts';
import { Background } from '../../base/background.ts';
import { readAll } from '../../store/read-all.ts';
import { retentionOf } from './retention-of.ts';
import { trimStream } from './stream-retention.ts';
import { observeLanes, trimLanes } from './trim-lanes.ts';

const roundMs = 60_000;
/** Entries of the catalog's lane that one round forgets. */
const mostWakeUps = 1000;

export interface TrimmerOptions {
  /** How long records are kept where a table does not ask otherwise. */
  readonly retentionMs: number;
  /** Whether lanes keep entries that nobody needs; streams are trimmed nevertheless. */
  readonly keepsLanes: boolean;
}

export class Trimmer implements AsyncDisposable {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #options: TrimmerOptions;
  readonly #background: Background;
  readonly #alarm: Alarm;
  #trimmedRecords = 0;

  /** Tells `onFailure` of rounds that failed, and tries again. */
  constructor(
    parts: { readonly store: Store; readonly clock: Clock; readonly options: TrimmerOptions },
    onFailure: (error: unknown) => void,
  ) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#options = parts.options;
    this.#background = new Background((stopped) => this.#round(stopped), onFailure);
    this.#alarm = new Alarm(parts.clock, () => this.#background.wake());
  }

  /** Records that retention took since the start. */
  get trimmedRecords(): number {
    return this.#trimmedRecords;
  }

  /** Runs a round. To be called at the start, and when a table may ask for a shorter retention. */
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
    this.#alarm.set(minute + roundMs);
    // What is written from now on to a table that does not ask otherwise is not due before.
    let next = now + this.#options.retentionMs;
    const lanes = await observeLanes(this.#store);
    const shards = new Map<string, ShardDefinition[]>();
    for await (const [, value] of readAll(this.#store, allStreamsRange())) {
      if (stopped()) return;
      const stream = decodeRecord<StreamDefinition>(value);
      const retentionMs = await retentionOf(this.#store, stream, this.#options.retentionMs);
      const horizon = minute - retentionMs;
      const rest = await trimStream(this.#store, stream, { horizon, at: minute });
      this.#trimmedRecords += rest.trimmed;
      next = Math.min(next, rest.oldest + retentionMs, now + retentionMs);
      for (const shard of rest.shards) {
        shards.set(shard.lane, [...(shards.get(shard.lane) ?? []), shard]);
      }
    }
    if (!this.#options.keepsLanes) {
      next = Math.min(next, await trimLanes(this.#store, lanes, { shards, now: minute, stopped }));
    }
    // It only wakes, and nobody reads it.
    await this.#store.trimLog(catalogLane, Number.MAX_SAFE_INTEGER, mostWakeUps);
    this.#alarm.set(Math.max(Math.ceil(next / roundMs) * roundMs, minute + roundMs));
  }
}
