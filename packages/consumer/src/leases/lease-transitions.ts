// What each verb of a lease store does to a lease, as pure functions, for stores that read, decide and write.

import { type Checkpoint, type Lease, LeaseLost, type NewLease } from '../lease-store.ts';

export function created({ shardId, parentIds, checkpoint, until }: NewLease): Lease {
  return {
    shardId,
    parentIds,
    checkpoint,
    ...(until === undefined ? {} : { until }),
    fence: 0,
    heartbeat: 0,
  };
}

/** @throws LeaseLost */
export function taken(stored: Lease | undefined, seen: Lease, owner: string): Lease {
  const free = present(stored, seen);
  if (
    free.fence !== seen.fence ||
    free.heartbeat !== seen.heartbeat ||
    free.checkpoint.type === 'FINISHED'
  ) {
    throw new LeaseLost(seen.shardId, `Another worker was faster to take ${seen.shardId}.`);
  }
  return { ...withoutAsker(free), owner, fence: free.fence + 1, heartbeat: free.heartbeat + 1 };
}

/** Undefined when it is not to be had. */
export function asked(stored: Lease | undefined, seen: Lease, worker: string): Lease | undefined {
  if (stored?.owner === undefined || stored.fence !== seen.fence) return undefined;
  if (stored.askedBy !== undefined && stored.askedBy !== worker) return undefined;
  return { ...stored, askedBy: worker };
}

/** @throws LeaseLost */
export function renewed(stored: Lease | undefined, held: Lease): Lease {
  const own = owned(stored, held);
  return { ...own, heartbeat: own.heartbeat + 1 };
}

/** @throws LeaseLost */
export function checkpointed(
  stored: Lease | undefined,
  held: Lease,
  checkpoint: Checkpoint,
): Lease {
  const own = owned(stored, held);
  const next = { ...own, checkpoint, heartbeat: own.heartbeat + 1 };
  return checkpoint.type === 'FINISHED' ? withoutOwner(next) : next;
}

/** @throws LeaseLost */
export function released(stored: Lease | undefined, held: Lease, to: string | undefined): Lease {
  const own = owned(stored, held);
  const free = {
    ...withoutOwner(own),
    fence: own.fence + 1,
    heartbeat: own.heartbeat + 1,
  };
  return to === undefined ? free : { ...free, owner: to };
}

function present(stored: Lease | undefined, held: Lease): Lease {
  if (stored === undefined) {
    throw new LeaseLost(held.shardId, `The lease of ${held.shardId} is no more.`);
  }
  return stored;
}

function owned(stored: Lease | undefined, held: Lease): Lease {
  const lease = present(stored, held);
  if (lease.owner === undefined || lease.owner !== held.owner || lease.fence !== held.fence) {
    throw new LeaseLost(held.shardId);
  }
  return lease;
}

function withoutAsker(lease: Lease): Lease {
  const { askedBy, ...others } = lease;
  return askedBy === undefined ? lease : others;
}

function withoutOwner(lease: Lease): Lease {
  const { owner, ...others } = lease;
  return withoutAsker(owner === undefined ? lease : others);
}
