// What a consumer knows, for the curious and for tests.

import type { Lease } from './lease-store.ts';
import type { ShardMetrics } from './metrics.ts';

export interface ConsumerState {
  readonly application: string;
  readonly stream: string;
  readonly worker: string;
  readonly status: 'new' | 'starting' | 'running' | 'stopping' | 'ended' | 'failed';
  /** All leases of the application, as this worker saw them last, finished ones included. */
  readonly leases: readonly LeaseState[];
  /** The shards of this worker. */
  readonly shards: readonly ShardMetrics[];
}

export interface LeaseState extends Lease {
  /** Whether it is this worker's, another's that is alive, expired, free, or finished. */
  readonly status: 'mine' | 'others' | 'expired' | 'free' | 'finished';
}
