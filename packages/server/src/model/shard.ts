// The life of a shard, as pure steps on its definition: opening and closing. Sequence numbers are
// arithmetic on positions (see ShardDefinition): the number `base + after` marks a shard's opening,
// records follow it, and a closed shard ends at its last record, or at its opening when it had none.

import { assert } from '../base/assert.ts';
import type { ShardDefinition } from './stream.ts';

// AWS prints 21 to 40 digits. A fixed width with a leading 1 makes numeric and text order agree, so that
// consumers that sort them as text are right too.
const sequenceDigits = 20;

export function sequenceNumber(value: number): string {
  return `1${String(value).padStart(sequenceDigits, '0')}`;
}

/** Undefined when the text is none of ours. */
export function parseSequenceNumber(text: string): number | undefined {
  const digits = /^1(\d{20})$/.exec(text)?.[1];
  const value = Number(digits);
  return digits !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

export interface ShardOpening {
  readonly lane: string;
  /** The lane's head: the shard begins behind it. */
  readonly after: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Four random bytes as 8 hexadecimal digits, which end the shard's id. */
  readonly suffix: string;
  readonly parent?: ShardDefinition;
}

export function openShard(opening: ShardOpening): ShardDefinition {
  const { lane, after, parent } = opening;
  // A child sorts behind its parent by id, and numbers on from where its parent ended.
  const openedAt = parent === undefined ? opening.at : Math.max(opening.at, parent.openedAt + 1);
  const id = `shardId-${String(openedAt).padStart(20, '0')}-${opening.suffix}`;
  const base = parent === undefined ? 0 : endingNumber(parent) + 1 - after;
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
  return { ...shard, end: closing.head, closedAt: closing.at };
}

export function startingNumber(shard: ShardDefinition): number {
  return shard.base + shard.after;
}

export function endingNumber(shard: ShardDefinition): number {
  assert(shard.end !== undefined, 'an open shard has no ending sequence number');
  return shard.base + shard.end;
}
