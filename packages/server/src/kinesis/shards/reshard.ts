// SplitShard, MergeShards and UpdateShardCount: shards close and others open in one commit on their lanes, by
// which every writer notices.

import { catalogLane, shardsEnded } from '../../model/catalog-lane.ts';
import { encodeRecord } from '../../model/catalog-json.ts';
import { kinesisShardKey, kinesisStreamKey } from '../../model/kinesis-keys.ts';
import type { Decision, Snapshot } from '../../store/store.ts';
import type { Kinesis } from '../kinesis.ts';
import { type KinesisShard, laneOf } from '../shard.ts';
import type { KinesisStream, StreamName } from '../stream.ts';
import { findStream, present, requireActive, updating } from '../streams/stream-catalog.ts';
import { ShardLife } from './shard-life.ts';

export interface Reshaping {
  /** Open shards that may close, none twice. */
  readonly closing: readonly KinesisShard[];
  /** The steps. May be called again. */
  apply(life: ShardLife): void;
  /** What becomes of the stream besides its shards. */
  change?(stream: KinesisStream, now: number): KinesisStream;
}

/**
 * `plan` gets the stream and its open shards in order, and throws KinesisRefused to refuse. Resolves with the
 * stream as it was before.
 */
export async function reshard(
  kinesis: Kinesis,
  name: StreamName,
  plan: (stream: KinesisStream, open: readonly KinesisShard[]) => Reshaping | Promise<Reshaping>,
): Promise<KinesisStream> {
  for (;;) {
    const stream = await findStream(kinesis, name);
    const open = await kinesis.routes.openShards(stream);
    const reshaping = await plan(stream, open);
    requireActive(stream, kinesis.runtime.clock.now());
    if (await reshapeAsKnown(kinesis, stream, reshaping)) return stream;
  }
}

/** False when the stream has changed since it was looked at. */
async function reshapeAsKnown(
  kinesis: Kinesis,
  known: KinesisStream,
  { closing, apply, change }: Reshaping,
): Promise<boolean> {
  const { store, runtime } = kinesis;
  const { number } = known;
  const key = kinesisStreamKey(known);
  const lanes = closing.map(({ index }) => laneOf(number, index));
  return store.commit({
    lanes: [catalogLane, ...lanes],
    reads: [key],
    decide({ values: [bytes], head }: Snapshot): Decision<boolean> {
      const now = runtime.clock.now();
      const stream = present(bytes, known, now);
      if (stream.number !== number || stream.generation !== known.generation) {
        return { result: false };
      }
      requireActive(stream, now);
      const life = new ShardLife({
        now,
        next: stream.shardCount,
        headOf: ({ index }) => head(laneOf(number, index)),
      });
      apply(life);
      const after = resharded(stream, life);
      const changed = change === undefined ? after : change(after, now);
      return {
        puts: [
          [key, encodeRecord(updating(kinesis, changed, now))],
          ...life.changed.map(
            (shard) => [kinesisShardKey(number, shard.index), encodeRecord(shard)] as const,
          ),
        ],
        appends: [shardsEnded],
        result: true,
      };
    },
  });
}

function resharded(stream: KinesisStream, life: ShardLife): KinesisStream {
  const opened = life.next - stream.shardCount;
  const closed = life.changed.filter((shard) => shard.closed !== undefined).length;
  return {
    ...stream,
    shardCount: life.next,
    openShards: stream.openShards + opened - closed,
    generation: stream.generation + 1,
  };
}
