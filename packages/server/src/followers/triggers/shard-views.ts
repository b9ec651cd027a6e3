// The shards of a mapping's stream as the mapping stands to them: for reports and accounts.

import {
  type Checkpoint,
  type Lease,
  type LeaseStore,
  type Shard,
  SourceError,
} from '@headwater/consumer';
import type { KnownMapping } from './known-mapping.ts';

export interface ShardView {
  readonly shardId: string;
  /**
   * - `before-start`: the mapping began behind it.
   * - `waiting`: its parents come first.
   */
  readonly phase: 'before-start' | 'waiting' | 'begun' | 'finished';
  /** Where the mapping stands: everything up to this record is done with. */
  readonly upTo?: string;
  /** The same before the first record, where the mapping began in the middle of the shard. */
  readonly beganAt?: Checkpoint;
}

/** Parents before children. */
export async function shardViews(
  { mapping, source, trigger }: Pick<KnownMapping, 'mapping' | 'source' | 'trigger'>,
  leases: LeaseStore,
): Promise<readonly ShardView[]> {
  const stored = new Map((await leases.list(mapping.uuid)).map((one) => [one.shardId, one]));
  const listed = await listedShards(source);
  const all: readonly Pick<Shard, 'id' | 'parentIds'>[] = [
    // Gone from the stream, and not forgotten yet.
    ...[...stored.values()]
      .filter(({ shardId }) => !listed.some(({ id }) => id === shardId))
      .map(({ shardId, parentIds }) => ({ id: shardId, parentIds })),
    ...listed,
  ];
  const running = new Map(trigger?.state().shards.map((one) => [one.shardId, one.processedUpTo]));
  const descends = new Set(stored.keys());
  const views: ShardView[] = [];
  for (const { id, parentIds } of all) {
    if (parentIds.some((parent) => descends.has(parent))) descends.add(id);
    const lease = stored.get(id);
    views.push(
      lease === undefined
        ? { shardId: id, phase: descends.has(id) ? 'waiting' : 'before-start' }
        : viewOf(lease, running.get(id)),
    );
  }
  return views;
}

async function listedShards(source: KnownMapping['source']): Promise<readonly Shard[]> {
  try {
    const { shards } = await source.listShards(new AbortController().signal);
    return shards.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  } catch (error) {
    if (error instanceof SourceError && error.kind === 'not-found') return [];
    throw error;
  }
}

function viewOf({ shardId, checkpoint }: Lease, processedUpTo: string | undefined): ShardView {
  if (checkpoint.type === 'FINISHED') return { shardId, phase: 'finished' };
  const stored =
    checkpoint.type === 'AFTER_SEQUENCE_NUMBER' ? checkpoint.sequenceNumber : undefined;
  const upTo = processedUpTo ?? stored;
  return upTo === undefined
    ? { shardId, phase: 'begun', beganAt: checkpoint }
    : { shardId, phase: 'begun', upTo };
}

/** How many of the shard's records the mapping is done with, as a place in it. */
export async function placeOfView(
  source: KnownMapping['source'],
  { shardId, upTo, beganAt }: ShardView,
): Promise<number> {
  if (upTo !== undefined) return (await source.placeOf(shardId, upTo)) ?? 0;
  return beganAt?.type === 'LATEST' && beganAt.iterator !== undefined
    ? Number(beganAt.iterator)
    : 0;
}
