// Keeps the records of all streams below a number of bytes: where a disk is small, the newest records
// matter more than all of a day's. Looks once a second, and takes the oldest first. Only records count
// that streams show; what the log keeps for point-in-time recovery is not for it to take.

import { decodeRecord } from '../../model/catalog-json.ts';
import { trimmedUpTo } from '../../model/shard.ts';
import { allStreamsRange } from '../../model/storage-keys.ts';
import { type ShardDefinition, streamArn, type StreamDefinition } from '../../model/stream.ts';
import type { Clock } from '../../base/runtime.ts';
import type { Store } from '../../store/store.ts';
import { decodeEntry } from '../../write/entry.ts';
import { Alarm } from '../../base/alarm.ts';
import { Background } from '../../base/background.ts';
import { readAll } from '../../store/read-all.ts';
import { KeptBytes } from './kept-bytes.ts';
import { applyTrims, shardsOf } from './stream-retention.ts';

const roundMs = 1000;
const step = { count: 1000, bytes: 1024 * 1024 };
const mostChunkBytes = 1024 * 1024;

export class ByteLimiter implements AsyncDisposable {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #trimmed: () => void;
  readonly #background: Background;
  readonly #alarm: Alarm;
  readonly #kept: KeptBytes;
  #trimmedRecords = 0;

  /** `trimmed` is called when entries of the log may have become superfluous. */
  constructor(
    parts: {
      readonly store: Store;
      readonly clock: Clock;
      readonly limitBytes: number;
      readonly trimmed: () => void;
    },
    onFailure: (error: unknown) => void,
  ) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#limit = parts.limitBytes;
    this.#trimmed = parts.trimmed;
    this.#kept = new KeptBytes(Math.min(mostChunkBytes, Math.ceil(parts.limitBytes / 100)));
    this.#background = new Background((stopped) => this.#round(stopped), onFailure);
    this.#alarm = new Alarm(parts.clock, () => this.#background.wake());
  }

  start(): void {
    this.#background.wake();
  }

  /** Records that it took since the start. */
  get trimmedRecords(): number {
    return this.#trimmedRecords;
  }

  /** Bytes of the records that streams keep, as of the last round. */
  get keptBytes(): number {
    return this.#kept.total;
  }

  settled(): Promise<void> {
    return this.#background.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#alarm[Symbol.dispose]();
    await this.#background[Symbol.asyncDispose]();
  }

  async #round(stopped: () => boolean): Promise<void> {
    this.#alarm.set(this.#clock.now() + roundMs);
    const places = new Map<string, { stream: StreamDefinition; shard: ShardDefinition }>();
    for await (const [, value] of readAll(this.#store, allStreamsRange())) {
      const stream = decodeRecord<StreamDefinition>(value);
      for (const shard of await shardsOf(this.#store, stream)) {
        if (stopped()) return;
        const name = `${streamArn(stream)}/${shard.id}`;
        places.set(name, { stream, shard });
        this.#kept.forget(name, trimmedUpTo(shard));
        await this.#count(name, shard);
      }
    }
    this.#kept.keepOnly(new Set(places.keys()));
    const trims = new Map<string, number>();
    while (this.#kept.total > this.#limit) {
      const oldest = this.#kept.oldest();
      if (oldest === undefined) break;
      trims.set(oldest.shard, oldest.upTo);
      this.#kept.forget(oldest.shard, oldest.upTo);
    }
    for (const [name, upTo] of trims) {
      const place = places.get(name);
      if (place !== undefined) await this.#trim(place, upTo);
    }
    if (trims.size > 0) this.#trimmed();
  }

  async #count(name: string, shard: ShardDefinition): Promise<void> {
    const end = shard.end ?? Infinity;
    let after = Math.max(trimmedUpTo(shard), this.#kept.countedUpTo(name) ?? 0);
    for (;;) {
      const { entries } = await this.#store.readLog(shard.lane, after, step);
      for (const { position, entry } of entries) {
        if (position > end) return;
        after = position;
        const { time } = decodeEntry(entry);
        this.#kept.add(name, { position, bytes: entry.length, time });
      }
      if (entries.length === 0) return;
    }
  }

  async #trim(
    { stream, shard }: { readonly stream: StreamDefinition; readonly shard: ShardDefinition },
    upTo: number,
  ): Promise<void> {
    const trim = { upTo, at: this.#clock.now(), reason: 'byte-limit' } as const;
    await applyTrims(this.#store, stream, { trims: new Map([[shard.id, trim]]), gone: [] });
    this.#trimmedRecords += upTo - trimmedUpTo(shard);
  }
}
