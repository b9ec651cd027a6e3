// How fast one shard may be read, when the server was asked to enforce that: 5 GetRecords calls a second
// and 2 MB a second, as of a Kinesis shard, which AWS says DynamoDB's follow (aws-sdk-java-v2 issue 470);
// of DynamoDB's also by two readers at once (developer guide, "Reading and processing a stream").

import type { Clock } from '../base/runtime.ts';

/** Which limit a call would exceed. */
export type ReadLimit = 'calls' | 'bytes' | 'readers';

export interface ReadLimits {
  /**
   * Undefined admits the call, and counts it; a refused call does not count. `shard` is a name that no
   * other shard has, `reader` the number of the chain of iterators that reads.
   */
  admit(shard: string, reader: number): ReadLimit | undefined;
  /** Takes the bytes of an admitted call's page, which are known only afterwards. */
  took(shard: string, bytes: number): void;
  /** How many shards are remembered: those read a moment ago. */
  readonly size: number;
}

const WINDOW_MS = 1000;
const MAX_CALLS = 5;
/** Of a shard of DynamoDB Streams. */
const usualReaders = 2;
const MAX_BYTES = 2 * 1024 * 1024;

interface ShardReads {
  /** Admitted within the window, oldest first; at most MAX_CALLS. */
  readonly calls: readonly { readonly at: number; readonly reader: number }[];
  /** Bytes that were read and that the permitted rate had not yet made up for at `owedAt`. */
  readonly owed: number;
  /** Epoch milliseconds. */
  readonly owedAt: number;
}

export function readLimits(
  clock: Clock,
  { maxReaders = usualReaders }: { readonly maxReaders?: number } = {},
): ReadLimits {
  // The shard that was read longest ago comes first.
  const shards = new Map<string, ShardReads>();

  function readsOf(shard: string, now: number): ShardReads {
    const known = shards.get(shard);
    if (known === undefined) return { calls: [], owed: 0, owedAt: now };
    const calls = known.calls.filter(({ at }) => at > now - WINDOW_MS);
    return { calls, owed: owedNow(known, now), owedAt: now };
  }

  function forgetIdle(now: number): void {
    for (const [shard, reads] of shards) {
      if (owedNow(reads, now) > 0 || (reads.calls.at(-1)?.at ?? 0) > now - WINDOW_MS) return;
      shards.delete(shard);
    }
  }

  return {
    admit(shard, reader) {
      const now = clock.now();
      forgetIdle(now);
      const reads = readsOf(shard, now);
      const exceeded = exceededBy(reads, reader, maxReaders);
      if (exceeded !== undefined) return exceeded;
      shards.delete(shard);
      shards.set(shard, { ...reads, calls: [...reads.calls, { at: now, reader }] });
      return undefined;
    },
    took(shard, bytes) {
      const reads = readsOf(shard, clock.now());
      shards.set(shard, { ...reads, owed: reads.owed + bytes });
    },
    get size() {
      return shards.size;
    },
  };
}

function owedNow({ owed, owedAt }: ShardReads, now: number): number {
  return Math.max(0, owed - ((now - owedAt) / WINDOW_MS) * MAX_BYTES);
}

/** `reads` is what it is now. */
function exceededBy(
  { calls, owed }: ShardReads,
  reader: number,
  maxReaders: number,
): ReadLimit | undefined {
  if (calls.length >= MAX_CALLS) return 'calls';
  // A page may go beyond the second's bytes; what it took too much delays the next one.
  if (owed >= MAX_BYTES) return 'bytes';
  const readers = new Set(calls.map((call) => call.reader));
  return readers.size >= maxReaders && !readers.has(reader) ? 'readers' : undefined;
}
