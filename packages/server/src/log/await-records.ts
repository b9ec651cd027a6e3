// Waits until something may be read from a shard, without looking again and again: for long polls of
// HTTP, and for followers inside of the server.

import type { Scope } from '../model/table.ts';
import type { Store } from '../store/store.ts';
import { Refused } from '../write/refusal.ts';
import { laneGrowth } from './lane-growth.ts';
import { knownShard, readShard, type ShardPlace } from './shard-entries.ts';

/**
 * Resolves as soon as a read behind the position would not find an empty page of an open shard: there is a record,
 * the shard has ended, or what was there is gone. Resolves at the signal, too. Rejects with Refused
 * (stream-not-found) and StoreUnavailable.
 */
export async function awaitRecords(
  store: Store,
  scope: Scope,
  { signal, ...place }: ShardPlace & { readonly signal: AbortSignal },
): Promise<void> {
  const lane = await laneOf(store, scope, place);
  if (lane === undefined) return;
  for (const growth of laneGrowth(store, { lane, signal })) {
    // Whatever comes behind this look rings.
    if (signal.aborted || (await isReadable(store, scope, place))) return;
    await growth;
  }
}

async function laneOf(store: Store, scope: Scope, place: ShardPlace): Promise<string | undefined> {
  try {
    const { shard } = await knownShard(store, scope, place);
    return shard.lane;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function isReadable(store: Store, scope: Scope, place: ShardPlace): Promise<boolean> {
  try {
    const limit = { count: 1, bytes: 1 };
    const { shard, entries, isTrimmed } = await readShard(store, scope, { ...place, limit });
    return isTrimmed || entries.length > 0 || shard.end !== undefined;
  } catch (error) {
    if (isGone(error)) return true;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Refused && error.refusal.kind === 'trimmed';
}
