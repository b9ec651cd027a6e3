// Opens Kinesis on a store.

import type { Runtime } from '../base/runtime.ts';
import { readLimits } from '../log/read-limits.ts';
import { signingKey } from '../log/signing-key.ts';
import type { Store } from '../store/store.ts';
import type { OpenKinesis } from './kinesis.ts';
import { PutCounts } from './records/put-counts.ts';
import { Subscriptions } from './records/subscriptions.ts';
import { WriteLimits } from './records/write-limits.ts';
import { Trimmer } from './retention/trimmer.ts';
import { ShardRoutes } from './shards/shard-routes.ts';

export interface KinesisParts {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly transitionMs: number;
  /** Whether AWS's limits of one shard are enforced. */
  readonly enforceLimits: boolean;
  /** Told of background work that failed; it is tried again. */
  readonly onFailure: (error: unknown) => void;
}

/** The caller keeps the store, and closes it afterwards. */
export async function openKinesis(parts: KinesisParts): Promise<OpenKinesis> {
  const { store, runtime, transitionMs, enforceLimits, onFailure } = parts;
  const { clock } = runtime;
  const key = await signingKey(store, runtime, 'kinesis-token-key');
  const trimmer = new Trimmer({ store, clock }, onFailure);
  trimmer.wake();
  return {
    store,
    runtime,
    transitionMs,
    routes: new ShardRoutes(store),
    signingKey: key,
    ...(enforceLimits
      ? {
          limits: {
            writes: new WriteLimits(clock),
            reads: readLimits(clock, { maxReaders: Infinity }),
          },
        }
      : {}),
    counts: new PutCounts(),
    subscriptions: new Subscriptions(clock),
    retentionChanged: () => trimmer.wake(),
    get trimmedRecords() {
      return trimmer.trimmedRecords;
    },
    settled: () => trimmer.settled(),
    [Symbol.asyncDispose]: () => trimmer[Symbol.asyncDispose](),
  };
}
