// Which leases a worker takes, and which one it asks another for. A pure function: each worker decides for
// itself, from what it sees, and the store lets one of them win.

import type { Lease } from '../lease-store.ts';

export interface WorkerView {
  /** Of shards that are not finished. */
  readonly leases: readonly Lease[];
  readonly self: string;
  /** The shards that this worker has in work. */
  readonly held: ReadonlySet<string>;
  /** Leases of this worker at most. */
  readonly max: number;
  isExpired(lease: Lease): boolean;
  /** Whether a free lease was left for so long that there is nobody else to take it. */
  isLeft(lease: Lease): boolean;
}

export interface Balance {
  /** Free, expired, or handed over to this worker. */
  readonly take: readonly Lease[];
  readonly ask?: Lease;
  /** Workers that seem to be alive, this one included. */
  readonly workers: number;
}

export function balance(view: WorkerView): Balance {
  const { leases, self, held, max } = view;
  const isLive = (lease: Lease): boolean => lease.owner !== undefined && !view.isExpired(lease);
  /** Who has the lease, or will have it soon. */
  const holder = (lease: Lease): string | undefined =>
    isLive(lease) ? (lease.askedBy ?? lease.owner) : undefined;

  const loads = new Map<string, number>([[self, 0]]);
  for (const lease of leases) {
    const name = holder(lease);
    if (name !== undefined) loads.set(name, (loads.get(name) ?? 0) + 1);
    // One that gives away all that it has is alive, too.
    if (isLive(lease)) loads.set(lease.owner as string, loads.get(lease.owner as string) ?? 0);
  }
  const workers = loads.size;
  const share = Math.min(max, Math.ceil(leases.length / workers));

  const mine = loads.get(self) ?? 0;
  const handed = leases.filter(({ owner, shardId }) => owner === self && !held.has(shardId));
  const free = leases.filter(
    (lease) => !isLive(lease) && !held.has(lease.shardId) && lease.owner !== self,
  );
  const room = Math.max(0, share - mine);
  const rest = free.slice(room).filter((lease) => view.isLeft(lease));
  const left = rest.slice(0, Math.max(0, max - mine - room));
  const take = [...handed, ...free.slice(0, room), ...left];

  const asked = leases.some(({ owner, askedBy }) => askedBy === self && owner !== self);
  const ask = asked || free.length > 0 || mine >= max ? undefined : fromBusiest(view, loads, mine);
  return { take, workers, ...(ask === undefined ? {} : { ask }) };
}

/** A lease of the busiest worker, if it has at least two more: with one more, they would only swap. */
function fromBusiest(
  { leases, self, isExpired }: WorkerView,
  loads: ReadonlyMap<string, number>,
  mine: number,
): Lease | undefined {
  const [busiest] = [...loads].toSorted(([, a], [, b]) => b - a);
  if (busiest === undefined || busiest[0] === self || busiest[1] < mine + 2) return undefined;
  return leases.find(
    (lease) => lease.owner === busiest[0] && lease.askedBy === undefined && !isExpired(lease),
  );
}
