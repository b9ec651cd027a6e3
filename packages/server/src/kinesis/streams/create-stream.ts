// CreateStream: the definition and the first shards in one commit.

import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { kinesisShardKey, kinesisStreamKey } from '../../model/kinesis-keys.ts';
import { ownKey } from '../../model/storage-keys.ts';
import type { Decision, Key, Snapshot, Value } from '../../store/store.ts';
import { evenRanges } from '../hash-key.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import type { KinesisShard } from '../shard.ts';
import { isGone, type KinesisStream, type StreamMode, type StreamName } from '../stream.ts';
import { accountUsage, maxOnDemandStreams, requireShards } from './quotas.ts';
import { mergedTags } from './tags.ts';

export interface NewStream extends StreamName {
  readonly mode: StreamMode;
  /** Of a provisioned stream; one on demand begins with four (observed on AWS, LocalStack). */
  readonly shardCount?: number;
  readonly tags: readonly (readonly [string, string])[];
  readonly maxRecordKib?: number;
}

const onDemandShards = 4;
/** 1 MiB (CreateStream). */
const usualRecordKib = 1024;
const usualRetentionHours = 24;

const lastNumberKey = ownKey('last-kinesis-stream-number');

/** @throws KinesisRefused */
export async function createStream(kinesis: Kinesis, asked: NewStream): Promise<void> {
  const { store, runtime } = kinesis;
  const count = asked.mode === 'ON_DEMAND' ? onDemandShards : (asked.shardCount ?? 1);
  const usage = await accountUsage(kinesis, asked);
  if (asked.mode === 'PROVISIONED') requireShards(usage.openShards, count);
  else if (usage.onDemandStreams >= maxOnDemandStreams) {
    throw new KinesisRefused({ kind: 'too-many-on-demand-streams', limit: maxOnDemandStreams });
  }
  const tags = mergedTags([], asked.tags, asked.name);
  const key = kinesisStreamKey(asked);
  const random = runtime.randomBytes(23);
  await store.commit({
    lanes: [catalogLane],
    reads: [key, lastNumberKey],
    decide({ values: [existing, last] }: Snapshot): Decision<undefined> {
      const now = runtime.clock.now();
      if (existing !== undefined && !isGone(decodeRecord<KinesisStream>(existing), now)) {
        throw new KinesisRefused({ kind: 'stream-exists', stream: asked.name });
      }
      const number = 1 + (last === undefined ? 0 : decodeRecord<{ value: number }>(last).value);
      const stream = newStream(kinesis, asked, { number, count, now, random });
      const shards = firstShards(number, count, now);
      return {
        puts: [
          [key, encodeRecord({ ...stream, tags })],
          [lastNumberKey, encodeRecord({ value: number })],
          ...shards,
        ],
        result: undefined,
      };
    },
  });
  // Its records go one day, and nobody may have been waiting for anything.
  kinesis.retentionChanged();
}

function newStream(
  { transitionMs }: Kinesis,
  asked: NewStream,
  made: {
    readonly number: number;
    readonly count: number;
    readonly now: number;
    readonly random: Uint8Array;
  },
): KinesisStream {
  const { account, region, name, mode } = asked;
  const { number, count, now, random } = made;
  return {
    account,
    region,
    name,
    number,
    id: streamId(random),
    mode,
    createdAt: now,
    retentionHours: usualRetentionHours,
    ...(transitionMs === 0
      ? {}
      : { transition: { status: 'CREATING', until: now + transitionMs } }),
    shardCount: count,
    openShards: count,
    generation: 1,
    tags: [],
    consumers: 0,
    shardLevelMetrics: [],
    maxRecordKib: asked.maxRecordKib ?? usualRecordKib,
    resizedAt: [],
    modeChangedAt: [],
  };
}

function firstShards(stream: number, count: number, now: number): [Key, Value][] {
  const since = Math.floor(now / 1000);
  return evenRanges(count).map((range, index) => {
    const shard: KinesisShard = { index, parents: [], ...range, openedAt: now, since };
    return [kinesisShardKey(stream, index), encodeRecord(shard)];
  });
}

const idDigits = 'abcdefghijklmnopqrstuvwxyz012345';

/** 20 letters and digits, and 3 (AWS's service model). */
function streamId(random: Uint8Array): string {
  const text = Array.from(random, (byte) => idDigits[byte % idDigits.length]).join('');
  return `${text.slice(0, 20)}-${text.slice(20, 23)}`;
}
