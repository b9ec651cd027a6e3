// What the first worker of an application decides for all that follow: with which shards it begins, and
// where in them. It is stored once, so that workers and restarts agree although they see other listings.

import type { ApplicationStart, Checkpoint, RangeEnd } from '../lease-store.ts';
import type { StartPosition } from '../positions.ts';
import type { Shard } from '../source.ts';
import { ancestorsOf, descendsFrom, type ShardGraph, shardGraph } from './shard-graph.ts';

const trimHorizon: Checkpoint = { type: 'TRIM_HORIZON' };

export function applicationStart(
  position: StartPosition,
  shards: readonly Shard[],
  now: number,
): ApplicationStart {
  const wanted = typeof position === 'string' ? { type: position } : position;
  const graph = shardGraph(shards);
  const startedAt = now;
  switch (wanted.type) {
    case 'TRIM_HORIZON':
      return {
        startedAt,
        starts: atEach(oldest(shards, graph), trimHorizon),
        elsewhere: trimHorizon,
      };
    case 'LATEST':
      return {
        startedAt,
        starts: atLatest(newest(shards, graph), shards, now),
        elsewhere: trimHorizon,
      };
    case 'AT_TIMESTAMP': {
      const at: Checkpoint = { type: 'AT_TIMESTAMP', time: wanted.time };
      return { startedAt, starts: atEach(oldest(shards, graph), at), elsewhere: at };
    }
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return { startedAt, starts: atSequenceNumber(wanted, shards, now), elsewhere: trimHorizon };
    case 'REPLAY':
      return { startedAt, ...replay(wanted, shards) };
  }
}

/** Shards whose parents are not listed: everything else descends from them. */
function oldest(shards: readonly Shard[], graph: ShardGraph): string[] {
  return shards
    .filter(({ parentIds }) => parentIds.every((parent) => !graph.has(parent)))
    .map(({ id }) => id);
}

/**
 * Shards that are open, or the last of their lineage. A listing of several pages is not of one moment: a
 * shard may be listed as open, and its children, too. Then the children opened after the start.
 */
function newest(shards: readonly Shard[], graph: ShardGraph): string[] {
  const parents = new Set(shards.flatMap(({ parentIds }) => parentIds));
  const candidates = new Set(
    shards.filter(({ id, closed }) => !closed || !parents.has(id)).map(({ id }) => id),
  );
  return [...candidates].filter((id) => !descendsFrom(id, candidates, graph));
}

function atSequenceNumber(
  position: Extract<StartPosition, { readonly shardId: string }>,
  shards: readonly Shard[],
  now: number,
): Record<string, Checkpoint> {
  const { type, shardId, sequenceNumber, others = 'TRIM_HORIZON' } = position;
  const graph = shardGraph(shards);
  const named = new Set([shardId]);
  const before = ancestorsOf(named, graph);
  const unrelated = (ids: readonly string[]): string[] =>
    ids.filter((id) => id !== shardId && !before.has(id) && !descendsFrom(id, named, graph));
  return {
    ...(others === 'LATEST'
      ? atLatest(unrelated(newest(shards, graph)), shards, now)
      : atEach(unrelated(oldest(shards, graph)), trimHorizon)),
    [shardId]: { type, sequenceNumber },
  };
}

function replay(
  position: Extract<StartPosition, { readonly type: 'REPLAY' }>,
  shards: readonly Shard[],
): Omit<ApplicationStart, 'startedAt'> {
  if ('fromTime' in position) {
    const at: Checkpoint = { type: 'AT_TIMESTAMP', time: position.fromTime };
    return {
      starts: atEach(oldest(shards, shardGraph(shards)), at),
      elsewhere: at,
      endElsewhere: { time: position.toTime },
    };
  }
  const starts: Record<string, Checkpoint> = {};
  const ends: Record<string, RangeEnd> = {};
  for (const { shardId, from, to } of position.ranges) {
    if (shardId in starts) {
      throw new Error(
        `Two ranges of ${shardId} are to be replayed: make them one, or two applications.`,
      );
    }
    starts[shardId] = { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: from };
    ends[shardId] = { sequenceNumber: to };
  }
  return { starts, ends };
}

function atEach(ids: readonly string[], checkpoint: Checkpoint): Record<string, Checkpoint> {
  return Object.fromEntries(ids.map((id) => [id, checkpoint]));
}

function atLatest(
  ids: readonly string[],
  shards: readonly Shard[],
  since: number,
): Record<string, Checkpoint> {
  const beginnings = new Map(
    shards.map(({ id, startingSequenceNumber }) => [id, startingSequenceNumber]),
  );
  return Object.fromEntries(
    ids.map((id) => {
      const from = beginnings.get(id);
      return [id, { type: 'LATEST', since, ...(from === undefined ? {} : { from }) }];
    }),
  );
}
