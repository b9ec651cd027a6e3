// The life of a shard, as pure steps on its definition: opening, closing, rolling over, trimming. The
// places of sequence numbers are arithmetic on positions (see ShardDefinition): `base + after` marks a
// shard's opening, records follow it, and a closed shard ends at its last record, or at its opening when
// it had none.

import { assert } from '../base/assert.ts';
import { laneNumber } from './partition.ts';
import { parseSequenceNumber, printSequenceNumber } from './sequence-number.ts';
import type { ShardDefinition, ShardTrim } from './stream.ts';

export interface ShardOpening {
  readonly lane: string;
  /** The lane's head: the shard begins behind it. */
  readonly after: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Four random bytes as 8 hexadecimal digits, which end the shard's id. */
  readonly suffix: string;
  /** Of a shard without a parent: where its lane's numbers begin. */
  readonly base?: number;
  readonly parent?: ShardDefinition;
}

export function openShard(opening: ShardOpening): ShardDefinition {
  const { lane, after, parent } = opening;
  // A child sorts behind its parent by id, and numbers on from where its parent ended.
  const openedAt = parent === undefined ? opening.at : Math.max(opening.at, parent.openedAt + 1);
  const id = `shardId-${String(openedAt).padStart(20, '0')}-${opening.suffix}`;
  const base = parent === undefined ? (opening.base ?? 0) : endingPlace(parent) + 1 - after;
  return {
    id,
    lane,
    after,
    base,
    openedAt,
    ...(parent === undefined ? {} : { parent: parent.id }),
  };
}

export function closeShard(
  shard: ShardDefinition,
  closing: { readonly head: number; readonly at: number },
): ShardDefinition {
  assert(shard.end === undefined, 'only an open shard can be closed');
  // While the clock stands still a child opens a moment ahead of it.
  return { ...shard, end: closing.head, closedAt: Math.max(closing.at, shard.openedAt) };
}

/** The last place that the shard's numbers have used; of a shard that is open, up to `head`. */
export function endingPlace({ base, end }: ShardDefinition, head?: number): number {
  const last = end ?? head;
  assert(last !== undefined, 'an open shard has no ending sequence number');
  return base + last;
}

/** The sequence number of the record at a position of the shard's lane. */
export function recordNumber({ base, lane }: ShardDefinition, position: number): string {
  return printSequenceNumber({ place: base + position, lane: laneNumber(lane) });
}

export function startingNumber(shard: ShardDefinition): string {
  return recordNumber(shard, shard.after);
}

export function endingNumber(shard: ShardDefinition): string {
  return recordNumber(shard, endingPlace(shard) - shard.base);
}

/**
 * The position behind which reading begins that is asked for by a sequence number: at the first record
 * that has this number or a greater one, or at the first that has a greater one. Undefined when the
 * number lies outside of the shard, whose lane has reached `head`.
 */
export function positionBefore(
  shard: ShardDefinition,
  head: number,
  asked: { readonly sequenceNumber: string; readonly kind: 'at' | 'after' },
): number | undefined {
  const number = parseSequenceNumber(asked.sequenceNumber);
  const last = recordNumber(shard, shard.end ?? head);
  // All have one length, so text compares as numbers do.
  if (number === undefined || asked.sequenceNumber > last) return undefined;
  if (asked.sequenceNumber < startingNumber(shard)) return undefined;
  const position = number.place - shard.base;
  const own = laneNumber(shard.lane);
  const isRecordBehind = asked.kind === 'at' ? own >= number.lane : own > number.lane;
  return Math.max(shard.after, isRecordBehind ? position - 1 : position);
}

/** Its stream no longer has records at or below this position. */
export function trimmedUpTo({ after, trims }: ShardDefinition): number {
  return trims?.at(-1)?.upTo ?? after;
}

/** How many trims a shard remembers: enough to say of most records when they went. */
const mostTrims = 32;

/** The shard without its records up to a position; the same one when it has none there. */
export function trimShard(shard: ShardDefinition, trim: ShardTrim): ShardDefinition {
  const upTo = Math.min(trim.upTo, shard.end ?? trim.upTo);
  if (upTo <= trimmedUpTo(shard)) return shard;
  return { ...shard, trims: [...(shard.trims ?? []), { ...trim, upTo }].slice(-mostTrims) };
}

/** Iterators of the shard that were issued until now have expired. */
export function withIteratorsExpired(shard: ShardDefinition): ShardDefinition {
  return { ...shard, iteratorGeneration: iteratorGeneration(shard) + 1 };
}

export function iteratorGeneration({
  iteratorGeneration: generation = 0,
}: ShardDefinition): number {
  return generation;
}
