// What retention takes from one stream: records older than the stream keeps them, closed shards that
// hold none of these any more, and in the end the stream itself. Readers see the shards' own horizon;
// the log may keep entries for longer, for point-in-time recovery for instance.

import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { trimmedUpTo, trimShard } from '../../model/shard.ts';
import { shardKey, shardsRange, streamKey } from '../../model/storage-keys.ts';
import type { ShardDefinition, ShardTrim, StreamDefinition } from '../../model/stream.ts';
import type { Decision, Key, Store, Value } from '../../store/store.ts';
import { readAll } from '../../store/read-all.ts';
import { ageOfLane } from './walk-lane.ts';

export interface Retention {
  /** Epoch milliseconds: records from then or before go. */
  readonly horizon: number;
  /** When they go. */
  readonly at: number;
}

export interface StreamRest {
  /** The shards that remain, as they are now. */
  readonly shards: readonly ShardDefinition[];
  /** The oldest time of what remains: of a record, or of a shard's closing. Infinity when nothing can age. */
  readonly oldest: number;
  /** Records that went. */
  readonly trimmed: number;
}

export async function trimStream(
  store: Store,
  stream: StreamDefinition,
  retention: Retention,
): Promise<StreamRest> {
  const shards = await shardsOf(store, stream);
  const remaining: ShardDefinition[] = [];
  const gone: ShardDefinition[] = [];
  const trims = new Map<string, ShardTrim>();
  let oldest = Infinity;
  let trimmed = 0;
  for (const shard of shards) {
    const { horizon, at } = retention;
    if (shard.closedAt !== undefined && shard.closedAt <= horizon) {
      trimmed += (shard.end ?? 0) - trimmedUpTo(shard);
      gone.push(shard);
      continue;
    }
    const after = trimmedUpTo(shard);
    const age = await ageOfLane(store, shard.lane, {
      after,
      until: shard.end ?? Number.MAX_SAFE_INTEGER,
      time: horizon,
    });
    oldest = Math.min(oldest, age.nextTime ?? Infinity, shard.closedAt ?? Infinity);
    if (age.position > after) {
      trims.set(shard.id, { upTo: age.position, at, reason: 'retention' });
      trimmed += age.position - after;
    }
    remaining.push(shard);
  }
  if (trims.size === 0 && gone.length === 0) return { shards, oldest, trimmed };
  await applyTrims(store, stream, { trims, gone });
  const trim = (shard: ShardDefinition): ShardDefinition => {
    const done = trims.get(shard.id);
    return done === undefined ? shard : trimShard(shard, done);
  };
  return { shards: remaining.map(trim), oldest, trimmed };
}

export async function shardsOf(store: Store, stream: StreamDefinition): Promise<ShardDefinition[]> {
  const shards: ShardDefinition[] = [];
  for await (const [, value] of readAll(store, shardsRange(stream))) {
    shards.push(decodeRecord<ShardDefinition>(value));
  }
  return shards;
}

/** Trims shards by their ids, and removes others; a disabled stream goes with its last shard. */
export async function applyTrims(
  store: Store,
  stream: StreamDefinition,
  done: {
    readonly trims: ReadonlyMap<string, ShardTrim>;
    readonly gone: readonly ShardDefinition[];
  },
): Promise<void> {
  const goneIds = new Set(done.gone.map(({ id }) => id));
  const all = await shardsOf(store, stream);
  const isOver = stream.disabledAt !== undefined && all.every(({ id }) => goneIds.has(id));
  const trimmed = [...done.trims];
  await store.commit<undefined>({
    lanes: [catalogLane],
    reads: trimmed.map(([id]) => shardKey(stream, id)),
    // What changes shards names the same lane, so a shard that closed meanwhile is read as closed.
    decide({ values }): Decision<undefined> {
      const puts = trimmed.flatMap(([id, trim], index): [Key, Value][] => {
        const stored = values[index];
        if (stored === undefined) return [];
        const shard = trimShard(decodeRecord<ShardDefinition>(stored), trim);
        return [[shardKey(stream, id), encodeRecord(shard)]];
      });
      const deletes = [...goneIds].map((id) => shardKey(stream, id));
      return {
        puts,
        deletes: isOver ? [...deletes, streamKey(stream)] : deletes,
        result: undefined,
      };
    },
  });
}
