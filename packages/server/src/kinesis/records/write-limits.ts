// How fast one shard may be written to, where the server was asked to enforce that: 1 MB and 1,000 records a
// second (Kinesis developer guide, "Quotas and limits"). What a second allows may be taken at once.

import type { Clock } from '../../base/runtime.ts';

const windowMs = 1000;
const maxBytes = 1024 * 1024;
const maxRecords = 1000;

interface ShardWrites {
  /** What was written and the permitted rate had not yet made up for at `at`. */
  readonly bytes: number;
  readonly records: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

export class WriteLimits {
  readonly #clock: Clock;
  // The shard that was written to longest ago comes first.
  readonly #shards = new Map<string, ShardWrites>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the shard of this lane takes a record of so many bytes now; it is counted when it does. */
  admit(lane: string, sizeBytes: number): boolean {
    const now = this.#clock.now();
    this.#forgetIdle(now);
    const { bytes, records } = owedAt(this.#shards.get(lane), now);
    // A record may be larger than a second's bytes: it is taken by a shard that owes nothing.
    if (records + 1 > maxRecords || (bytes > 0 && bytes + sizeBytes > maxBytes)) return false;
    this.#shards.delete(lane);
    this.#shards.set(lane, { bytes: bytes + sizeBytes, records: records + 1, at: now });
    return true;
  }

  /** Shards that are remembered: those that still owe something. */
  get size(): number {
    return this.#shards.size;
  }

  #forgetIdle(now: number): void {
    for (const [lane, writes] of this.#shards) {
      const { bytes, records } = owedAt(writes, now);
      if (bytes > 0 || records > 0) return;
      this.#shards.delete(lane);
    }
  }
}

function owedAt(writes: ShardWrites | undefined, now: number): ShardWrites {
  if (writes === undefined) return { bytes: 0, records: 0, at: now };
  const share = (now - writes.at) / windowMs;
  return {
    bytes: Math.max(0, writes.bytes - share * maxBytes),
    records: Math.max(0, writes.records - share * maxRecords),
    at: now,
  };
}
