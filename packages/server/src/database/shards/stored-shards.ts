// Shards of a table by what the store has of them, closed ones and those of earlier streams too, also
// when the table is gone.

import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { shardKey, streamsRange } from '../../model/storage-keys.ts';
import type { ShardDefinition, StreamDefinition } from '../../model/stream.ts';
import type { Scope } from '../../model/table.ts';
import type { Decision, Key, Store, Value } from '../../store/store.ts';
import { readAll } from '../../store/read-all.ts';
import { retentionOf } from '../retention/retention-of.ts';
import { shardsOf } from '../retention/stream-retention.ts';
import type { ListedStream, ShardChoice } from './shard-operations.ts';

export interface StoredStream {
  readonly stream: StreamDefinition;
  /** In the order of their ids. */
  readonly shards: readonly ShardDefinition[];
}

/** Every stream that the table has or had, oldest first, as far as it is kept. */
export async function storedStreams(
  store: Store,
  scope: Scope,
  table: string,
): Promise<readonly StoredStream[]> {
  const streams: StoredStream[] = [];
  for await (const [, value] of readAll(store, streamsRange(scope, table))) {
    const stream = decodeRecord<StreamDefinition>(value);
    streams.push({ stream, shards: await shardsOf(store, stream) });
  }
  return streams;
}

/** As `storedStreams`, with what is not in the records. */
export async function listedStreams(
  store: Store,
  scope: Scope,
  asked: { readonly table: string; readonly usualRetentionMs: number },
): Promise<readonly ListedStream[]> {
  const streams = await storedStreams(store, scope, asked.table);
  return Promise.all(
    streams.map(async ({ stream, shards }) => ({
      stream,
      retentionMs: await retentionOf(store, stream, asked.usualRetentionMs),
      shards: await Promise.all(
        shards.map(async (definition) => ({
          definition,
          last: definition.end ?? (await headOf(store, definition.lane)),
        })),
      ),
    })),
  );
}

export async function headOf(store: Store, lane: string): Promise<number> {
  const { head } = await store.readLog(lane, Number.MAX_SAFE_INTEGER, { count: 1, bytes: 1 });
  return head;
}

/** The streams with only the shards that are meant; never empty. @throws InvalidInput */
export async function chosenShards(
  store: Store,
  scope: Scope,
  { table, shard }: ShardChoice,
): Promise<readonly StoredStream[]> {
  const streams = await storedStreams(store, scope, table);
  if (streams.length === 0) {
    throw rule(`In ${scope.region} there is no stream of a table ${table}.`);
  }
  if (shard === undefined) return streams;
  const chosen = streams
    .map(({ stream, shards }) => ({ stream, shards: shards.filter(({ id }) => id === shard) }))
    .filter(({ shards }) => shards.length > 0);
  if (chosen.length === 0) throw rule(`No stream of table ${table} has a shard ${shard}.`);
  return chosen;
}

/** Changes shards in one commit. Resolves with those that are there still, changed. */
export async function changeStoredShards(
  store: Store,
  streams: readonly StoredStream[],
  change: (shard: ShardDefinition) => ShardDefinition,
): Promise<readonly ShardDefinition[]> {
  const keys = streams.flatMap(({ stream, shards }) =>
    shards.map(({ id }) => shardKey(stream, id)),
  );
  return store.commit<readonly ShardDefinition[]>({
    lanes: [catalogLane],
    reads: keys,
    decide({ values }): Decision<readonly ShardDefinition[]> {
      const puts: [Key, Value][] = [];
      const changed: ShardDefinition[] = [];
      for (const [index, key] of keys.entries()) {
        const stored = values[index];
        if (stored === undefined) continue;
        const shard = change(decodeRecord<ShardDefinition>(stored));
        changed.push(shard);
        puts.push([key, encodeRecord(shard)]);
      }
      return { puts, result: changed };
    },
  });
}

function rule(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
