// Enabling and disabling a table's stream: the stream's and its shards' records, changed in the same
// commit as the table's definition.

import { isoTime, parseIsoTime } from '../../base/iso-time.ts';
import { shardsEnded } from '../../model/catalog-lane.ts';
import { encodeRecord, decodeRecord } from '../../model/catalog-json.ts';
import { closeShard, openShard } from '../../model/shard.ts';
import { ownKey, shardKey, streamKey } from '../../model/storage-keys.ts';
import type { ShardDefinition, StreamDefinition } from '../../model/stream.ts';
import type { StreamViewType } from '../../model/stream-view-type.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { Runtime } from '../../base/runtime.ts';
import type { Decision } from '../../store/store.ts';
import type { DatabaseContext } from '../context.ts';
import { askedRetention } from '../retention/asked-retention.ts';

export interface StreamChange {
  readonly definition: TableDefinition;
  readonly puts: NonNullable<Decision<unknown>['puts']>;
  readonly appends?: NonNullable<Decision<unknown>['appends']>;
}

/** Holds the newest label of all; read and written by whoever opens a stream. */
export const lastLabelKey = ownKey('last-stream-label');

export interface StreamOpening {
  readonly viewType: StreamViewType;
  /** Epoch milliseconds; the label says it, so it is the same as of whatever else is made with it. */
  readonly now: number;
  /** What `lastLabelKey` holds. */
  readonly lastLabel: Uint8Array | undefined;
  head(lane: string): number;
}

/** Gives the table a new stream, with one open shard a partition that begins at its lane's head. */
export function openStream(
  { runtime, options }: DatabaseContext,
  table: TableDefinition,
  opening: StreamOpening,
): StreamChange {
  const { now } = opening;
  const label = streamLabel(now, opening.lastLabel);
  const { account, region, name, key } = table;
  const { viewType } = opening;
  const streamName = { account, region, table: name, label };
  const stream: StreamDefinition = {
    ...streamName,
    viewType,
    key,
    createdAt: now,
    enabledAt: now + options.transitionMs,
  };
  const shards = table.partitions.map(({ lane, base }) =>
    openShard({ lane, base, after: opening.head(lane), at: now, suffix: shardSuffix(runtime) }),
  );
  return {
    definition: {
      ...table,
      stream: { label, viewType, shards: shards.map(({ id }) => id) },
      latestStreamLabel: label,
    },
    puts: [
      [lastLabelKey, encodeRecord({ label })],
      [streamKey(streamName), encodeRecord(stream)],
      ...shards.map((shard) => [shardKey(streamName, shard.id), encodeRecord(shard)] as const),
    ],
  };
}

/** What ends a new shard's id. */
export function shardSuffix(runtime: Runtime): string {
  return Buffer.from(runtime.randomBytes(4)).toString('hex');
}

/** Keys that `closeStream` has to see, in its order; none when the table has no enabled stream. */
export function openStreamKeys(table: TableDefinition): Uint8Array[] {
  if (table.stream === undefined) return [];
  const { account, region, name } = table;
  const streamName = { account, region, table: name, label: table.stream.label };
  const shards = table.stream.shards.map((shard) => shardKey(streamName, shard));
  return [streamKey(streamName), ...shards];
}

/** Ends the table's stream: its shards close at their lanes' heads and have no children. */
export function closeStream(
  { runtime, options }: DatabaseContext,
  table: TableDefinition,
  stored: { readonly values: readonly (Uint8Array | undefined)[]; head(lane: string): number },
): StreamChange {
  const keys = openStreamKeys(table);
  const { stream: _, ...definition } = table;
  if (keys.length === 0) return { definition, puts: [] };
  const now = runtime.clock.now();
  const [streamBytes, ...shardBytes] = stored.values as readonly Uint8Array[];
  const [key, ...shardKeys] = keys as [Uint8Array, ...Uint8Array[]];
  const stream = decodeRecord<StreamDefinition>(streamBytes as Uint8Array);
  const retentionMs = askedRetention(table.tags);
  const disabled: StreamDefinition = {
    ...stream,
    disabledAt: now + options.transitionMs,
    ...(retentionMs === undefined ? {} : { retentionMs }),
  };
  const closed = shardKeys.map((_key, index) => {
    const shard = decodeRecord<ShardDefinition>(shardBytes[index] as Uint8Array);
    return closeShard(shard, { head: stored.head(shard.lane), at: now });
  });
  return {
    // The table's next stream numbers on behind this one.
    definition: {
      ...definition,
      partitions: table.partitions.map((partition, index) => ({
        ...partition,
        base: (closed[index] as ShardDefinition).base + 1,
      })),
    },
    puts: [
      [key, encodeRecord(disabled)],
      ...closed.map(
        (shard, index) => [shardKeys[index] as Uint8Array, encodeRecord(shard)] as const,
      ),
    ],
    appends: [shardsEnded],
  };
}

/** The creation time as a label. No two streams of a server share one, whatever the clock does. */
function streamLabel(now: number, last: Uint8Array | undefined): string {
  const lastMs =
    last === undefined ? 0 : parseIsoTime(`${decodeRecord<{ label: string }>(last).label}Z`);
  return isoTime(Math.max(now, lastMs + 1)).slice(0, -1);
}
