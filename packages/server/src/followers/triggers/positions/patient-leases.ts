// The leases of one trigger, as long as it is not stopped: a write that the store refuses is tried again. When the
// trigger stops, what the store refuses counts as lost at once: whoever stops does not wait for a store that is
// broken, nor for a clock that stands still.

import { LeaseLost, type LeaseStore } from '@headwater/consumer';
import type { Clock } from '../../../base/runtime.ts';

export interface Patience {
  readonly clock: Clock;
  /** Aborts when the trigger is being stopped. */
  readonly closing: AbortSignal;
  onFailure(error: unknown, shardId: string): void;
}

const firstPauseMs = 200;
const longestPauseMs = 5000;

export function patientLeases(leases: LeaseStore, patience: Patience): LeaseStore {
  return {
    ...leases,
    renew: (app, lease) => insist(patience, lease.shardId, () => leases.renew(app, lease)),
    checkpoint: (app, lease, checkpoint) =>
      insist(patience, lease.shardId, () => leases.checkpoint(app, lease, checkpoint)),
    release: (app, lease, to) =>
      insist(patience, lease.shardId, () => leases.release(app, lease, to)),
  };
}

/** @throws LeaseLost */
async function insist<T>(
  { clock, closing, onFailure }: Patience,
  shardId: string,
  call: () => Promise<T>,
): Promise<T> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      if (!closing.aborted) {
        onFailure(error, shardId);
        await sleepUntil(clock, pauseMs, closing);
      }
      if (closing.aborted) {
        throw new LeaseLost(shardId, `The position in ${shardId} could not be written.`);
      }
    }
  }
}

async function sleepUntil(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
