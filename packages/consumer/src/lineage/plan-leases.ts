// The state machine of a stream's shards: from what is listed and which leases there are, it says which
// shards may be read now and which leases are of no more use. A pure function, so that every worker comes to
// the same plan, and any of them may carry it out, twice if it must be.
//
// A shard gets its lease when all its parents are finished. So whoever has a lease may read.

import type { ApplicationStart, Checkpoint, Lease, NewLease } from '../lease-store.ts';
import type { Shard } from '../source.ts';
import { ancestorsOf, shardGraph } from './shard-graph.ts';

export interface StreamView {
  readonly start: ApplicationStart;
  readonly shards: readonly Shard[];
  /** Whether the stream gets no more shards. */
  readonly ended: boolean;
  readonly leases: readonly Lease[];
  readonly now: number;
}

export interface LeasePlan {
  readonly create: readonly NewLease[];
  /** Finished, gone from the stream, and followed by leases of their children. */
  readonly remove: readonly Lease[];
  /** Shards that came and went between two looks: their children are here, they are not. */
  readonly missed: readonly string[];
  /** Finished shards whose children are not listed yet: worth another look soon. */
  readonly childless: readonly string[];
  /** Nothing is left to do, now or later. */
  readonly complete: boolean;
}

/** A listing that lacks a shard may be stale; a shard that was finished so long ago is not coming back. */
const keepFinishedMs = 3_600_000;
/** Children are listed within seconds. */
const expectChildrenMs = 600_000;

export function planLeases(view: StreamView): LeasePlan {
  const { start, shards, leases, now } = view;
  const leaseOf = new Map(leases.map((lease) => [lease.shardId, lease]));
  const listed = new Set(shards.map(({ id }) => id));
  const graph = shardGraph(shards, leases);
  const passedOver = ancestorsOf(Object.keys(start.starts), graph);

  // Shards go before their children do: what came and went unseen may follow one that is gone, and still in work.
  const isInWork = (id: string): boolean => finished(leaseOf.get(id)) === undefined;
  const isGoneInWork = [...Object.keys(start.starts), ...leaseOf.keys()].some(
    (id) => isInWork(id) && !listed.has(id),
  );
  const isDone = (parent: string): boolean => {
    if (leaseOf.has(parent) || Object.hasOwn(start.starts, parent)) return !isInWork(parent);
    return passedOver.has(parent) || (!listed.has(parent) && !isGoneInWork);
  };
  /** In a replay, what follows a shard that reached the end of the range is behind that end. */
  const isBehindRange = ({ parentIds }: Shard): boolean =>
    parentIds.length > 0 &&
    parentIds.every((parent) => finished(leaseOf.get(parent))?.reason === 'range');
  const isWanted = (shard: Shard): boolean =>
    !leaseOf.has(shard.id) &&
    !Object.hasOwn(start.starts, shard.id) &&
    start.elsewhere !== undefined &&
    !passedOver.has(shard.id) &&
    !isBehindRange(shard);

  const waiting = shards.filter(isWanted);
  const ready = waiting.filter(({ parentIds }) => parentIds.every(isDone));
  const create = [...startLeases(view, leaseOf), ...ready.map((shard) => leaseFor(shard, start))];
  const missed = ready.flatMap(({ parentIds }) =>
    parentIds.filter((id) => !leaseOf.has(id) && !listed.has(id) && !passedOver.has(id)),
  );
  const withoutLease = new Set(waiting.flatMap(({ parentIds }) => parentIds));
  const childless = view.ended || start.elsewhere === undefined ? [] : lastOnes(view);
  return {
    create,
    remove: leases.filter((lease) => {
      const end = finished(lease);
      return (
        end !== undefined &&
        now - end.at >= keepFinishedMs &&
        !listed.has(lease.shardId) &&
        !withoutLease.has(lease.shardId) &&
        // Without it, the shard would be one of the first again.
        !Object.hasOwn(start.starts, lease.shardId)
      );
    }),
    missed: [...new Set(missed)],
    childless: childless
      .filter(({ at }) => now - at < expectChildrenMs)
      .map(({ shardId }) => shardId),
    complete:
      create.length === 0 &&
      waiting.length === 0 &&
      leases.every((lease) => finished(lease) !== undefined) &&
      mayComplete(view, childless.length),
  };
}

/** What it says of its end, if the shard is finished. */
export function finished(
  lease: Lease | undefined,
): Extract<Checkpoint, { readonly type: 'FINISHED' }> | undefined {
  return lease?.checkpoint.type === 'FINISHED' ? lease.checkpoint : undefined;
}

/** The shards that the application began with, also those that are gone by now: their reader reports it. */
function* startLeases(
  { start, shards }: StreamView,
  leaseOf: ReadonlyMap<string, Lease>,
): Generator<NewLease> {
  const shardOf = new Map(shards.map((shard) => [shard.id, shard]));
  for (const id of Object.keys(start.starts)) {
    if (leaseOf.has(id)) continue;
    yield leaseFor(shardOf.get(id) ?? { id, parentIds: [], closed: true }, start);
  }
}

function leaseFor(shard: Shard, start: ApplicationStart): NewLease {
  const { id, parentIds } = shard;
  const own = Object.hasOwn(start.starts, id) ? start.starts[id] : undefined;
  const checkpoint = own ?? fromBeginning(shard, start.elsewhere ?? { type: 'TRIM_HORIZON' });
  const ownEnd =
    start.ends !== undefined && Object.hasOwn(start.ends, id) ? start.ends[id] : undefined;
  const until = ownEnd ?? start.endElsewhere;
  return { shardId: id, parentIds, checkpoint, ...(until === undefined ? {} : { until }) };
}

/** What the application was to read from its very beginning: at TRIM_HORIZON, nobody would notice what is missing. */
function fromBeginning({ startingSequenceNumber }: Shard, elsewhere: Checkpoint): Checkpoint {
  if (elsewhere.type !== 'TRIM_HORIZON' || startingSequenceNumber === undefined) return elsewhere;
  return { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: startingSequenceNumber };
}

/** Shards that were read to their end and have no children, as far as anyone knows. */
function lastOnes({ shards, leases }: StreamView): { shardId: string; at: number }[] {
  const parents = new Set([...shards, ...leases].flatMap(({ parentIds }) => parentIds));
  return leases.flatMap((lease) => {
    const end = finished(lease);
    if (end === undefined || end.reason === 'range' || parents.has(lease.shardId)) return [];
    return [{ shardId: lease.shardId, at: end.at }];
  });
}

/** A replay of named ranges is complete with them; everything else may go on while shards can come. */
function mayComplete({ start, ended, leases }: StreamView, childless: number): boolean {
  if (start.elsewhere === undefined || ended) return true;
  return start.endElsewhere !== undefined && childless === 0 && leases.length > 0;
}
