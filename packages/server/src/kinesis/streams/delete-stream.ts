// DeleteStream: its shards close in one commit with it, so that no record is acknowledged behind it. What they
// held is removed in the background.

import { catalogLane, shardsEnded } from '../../model/catalog-lane.ts';
import { encodeRecord } from '../../model/catalog-json.ts';
import { kinesisRemovalKey, kinesisShardKey, kinesisStreamKey } from '../../model/kinesis-keys.ts';
import type { Decision, Key, Snapshot, Value } from '../../store/store.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { type KinesisShard, laneOf } from '../shard.ts';
import type { KinesisStream, StreamName } from '../stream.ts';
import { findStream, present } from './stream-catalog.ts';

/** A deleted stream of which something is left. */
export interface StreamRemoval extends StreamName {
  readonly number: number;
  /** Shards that it has had. */
  readonly shardCount: number;
  /** Epoch milliseconds: when its deletion has taken its time. */
  readonly since: number;
}

/** @throws KinesisRefused */
export async function deleteStream(
  kinesis: Kinesis,
  name: StreamName,
  { withConsumers }: { readonly withConsumers: boolean },
): Promise<void> {
  for (;;) {
    const known = await findStream(kinesis, name);
    if (await deleteAsKnown(kinesis, known, withConsumers)) break;
  }
  kinesis.retentionChanged();
}

/** False when the stream was resharded, or replaced, meanwhile. */
async function deleteAsKnown(
  { store, runtime, routes, transitionMs }: Kinesis,
  known: KinesisStream,
  withConsumers: boolean,
): Promise<boolean> {
  const open = await routes.openShards(known);
  const key = kinesisStreamKey(known);
  const lanes = open.map(({ index }) => laneOf(known.number, index));
  return store.commit({
    lanes: [catalogLane, ...lanes],
    reads: [key],
    decide({ values: [bytes], head }: Snapshot): Decision<boolean> {
      const now = runtime.clock.now();
      const stream = present(bytes, known, now);
      if (stream.number !== known.number || stream.generation !== known.generation) {
        return { result: false };
      }
      if (stream.transition?.status === 'DELETING') {
        throw new KinesisRefused({ kind: 'stream-busy', stream: stream.name, status: 'DELETING' });
      }
      if (stream.consumers > 0 && !withConsumers) {
        throw new KinesisRefused({ kind: 'stream-has-consumers', stream: stream.name });
      }
      const until = now + transitionMs;
      const { account, region, name, number, shardCount } = stream;
      const removal: StreamRemoval = { account, region, name, number, shardCount, since: until };
      const gone: KinesisStream = {
        ...stream,
        openShards: 0,
        generation: stream.generation + 1,
        transition: { status: 'DELETING', until },
      };
      return {
        puts: [
          [kinesisRemovalKey(number), encodeRecord(removal)],
          ...open.map((shard) =>
            closedShard(number, shard, { at: now, end: head(laneOf(number, shard.index)) }),
          ),
          ...(transitionMs === 0 ? [] : [[key, encodeRecord(gone)] as const]),
        ],
        deletes: transitionMs === 0 ? [key] : [],
        appends: [shardsEnded],
        result: true,
      };
    },
  });
}

function closedShard(
  stream: number,
  shard: KinesisShard,
  closed: NonNullable<KinesisShard['closed']>,
): [Key, Value] {
  return [kinesisShardKey(stream, shard.index), encodeRecord({ ...shard, closed })];
}
