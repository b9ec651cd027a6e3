// Entries of one shard behind a position, for whoever reads it: GetRecords by an iterator, and followers
// inside of the server by the position itself.

import { trimmedUpTo } from '../model/shard.ts';
import type { ShardDefinition, StreamDefinition } from '../model/stream.ts';
import type { Scope } from '../model/table.ts';
import type { LogEntry, Store } from '../store/store.ts';
import { Refused } from '../write/refusal.ts';
import { findShard } from './stream-catalog.ts';

/** A place in a shard: what is read from it is behind the position of the shard's lane. */
export interface ShardPlace {
  /** Of the stream. */
  readonly arn: string;
  readonly shard: string;
  readonly position: number;
}

export interface ShardPage {
  readonly stream: StreamDefinition;
  readonly shard: ShardDefinition;
  readonly entries: readonly LogEntry[];
  /** The lane's newest position when this was read; of a closed shard, its end. */
  readonly last: number;
  /** Records behind the position are gone: what was read is not what follows it. */
  readonly isTrimmed: boolean;
}

/**
 * The lane may go on with the next shard: what was read from an open shard is clipped to its end in case it closed
 * meanwhile, which a second look tells. Rejects with Refused (stream-not-found; trimmed when the shard is gone).
 */
export async function readShard(
  store: Store,
  scope: Scope,
  from: ShardPlace & { readonly limit: { readonly count: number; readonly bytes: number } },
): Promise<ShardPage> {
  const { position, limit } = from;
  const known = await knownShard(store, scope, from);
  const { end } = known.shard;
  if (end !== undefined && position >= end) {
    return { ...known, entries: [], last: end, isTrimmed: false };
  }
  const page = await store.readLog(known.shard.lane, position, limit);
  const now = end === undefined ? await knownShard(store, scope, from) : known;
  const last = now.shard.end ?? page.head;
  const entries = page.entries.filter((entry) => entry.position <= last);
  // Either may come first: entries are forgotten behind the shard's own horizon, which this page may not
  // have seen move.
  const isTrimmed = Math.max(trimmedUpTo(now.shard), page.trimmed) > position;
  return { ...now, entries, last, isTrimmed };
}

/** A shard that somebody has a place in and that is no longer there was trimmed as a whole. */
export async function knownShard(
  store: Store,
  scope: Scope,
  { arn, shard }: Pick<ShardPlace, 'arn' | 'shard'>,
): Promise<Awaited<ReturnType<typeof findShard>>> {
  try {
    return await findShard(store, scope, { arn, shard });
  } catch (error) {
    const isGone = error instanceof Refused && error.refusal.kind === 'shard-not-found';
    throw isGone ? new Refused({ kind: 'trimmed' }) : error;
  }
}
