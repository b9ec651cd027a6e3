// What happens to streams as time passes: shards roll over and are split, records go. One place that
// starts it all, waits for it and ends it.

import type { DatabaseContext } from './context.ts';
import { ByteLimiter } from './retention/byte-limiter.ts';
import { Trimmer } from './retention/trimmer.ts';
import { LoadSplitter } from './shards/load-splitter.ts';
import { ShardRoller } from './shards/shard-roller.ts';

const hourMs = 60 * 60 * 1000;
export const usualRetentionMs = 24 * hourMs;
const usualLifetimeMs = 4 * hourMs;

export interface StreamCounts {
  /** Records that went since the start, by why. */
  readonly trimmed: { readonly retention: number; readonly byteLimit: number };
  /** While a limit in bytes is set. */
  readonly bytes?: { readonly kept: number; readonly limit: number };
}

export interface StreamCare extends AsyncDisposable {
  /** Looks again at what is to be trimmed, and when. */
  trim(): void;
  counts(): StreamCounts;
  settled(): Promise<void>;
}

export function streamCare(
  context: DatabaseContext,
  onFailure: (error: unknown) => void,
): StreamCare {
  const { store, runtime, options } = context;
  const {
    retentionMs = usualRetentionMs,
    shardLifetimeMs = usualLifetimeMs,
    retentionBytes = 0,
    splitAbove = 0,
  } = options;
  const { clock } = runtime;
  const trimmer = new Trimmer(
    { store, clock, options: { retentionMs, keepsLanes: options.logEverything } },
    onFailure,
  );
  trimmer.wake();
  const trim = (): void => trimmer.wake();
  const limiter =
    retentionBytes === 0
      ? undefined
      : new ByteLimiter({ store, clock, limitBytes: retentionBytes, trimmed: trim }, onFailure);
  const roller =
    shardLifetimeMs === 0 ? undefined : new ShardRoller(context, shardLifetimeMs, onFailure);
  const splitter = splitAbove === 0 ? undefined : new LoadSplitter(context, splitAbove, onFailure);
  // The trimmer comes last: the others can give it something to do, but not the other way round.
  const parts = [limiter, roller, splitter].filter((part) => part !== undefined);
  for (const part of parts) part.start();
  return {
    trim,
    counts: () => ({
      trimmed: { retention: trimmer.trimmedRecords, byteLimit: limiter?.trimmedRecords ?? 0 },
      ...(limiter === undefined
        ? {}
        : { bytes: { kept: limiter.keptBytes, limit: retentionBytes } }),
    }),
    async settled() {
      for (const part of [...parts, trimmer]) await part.settled();
    },
    async [Symbol.asyncDispose]() {
      for (const part of [...parts, trimmer]) await part[Symbol.asyncDispose]();
    },
  };
}
