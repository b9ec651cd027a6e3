// Writing records: each goes to the shard that its hash key falls to, in the order of the request. What goes to
// one shard is one commit on its lane, and the store gathers those into one transaction.

import { decodeRecord } from '../../model/catalog-json.ts';
import { kinesisShardKey } from '../../model/kinesis-keys.ts';
import { utf8Length } from '../../base/bytes.ts';
import type { Decision, Snapshot } from '../../store/store.ts';
import { hashOfPartitionKey, parseHashKey } from '../hash-key.ts';
import type { Kinesis } from '../kinesis.ts';
import { type KinesisRefusal, KinesisRefused } from '../kinesis-refusal.ts';
import { parseSequenceNumber } from '../sequence-number.ts';
import { type KinesisShard, laneOf, recordNumber, shardId } from '../shard.ts';
import { shardFor } from '../shards/shard-routes.ts';
import type { KinesisStream, StreamName } from '../stream.ts';
import { findUsableStream } from '../streams/stream-catalog.ts';
import { encodeRecordEntry } from './record-entry.ts';

export interface NewRecord {
  readonly partitionKey: string;
  /** Decimal digits: takes the place of the partition key's hash. */
  readonly explicitHashKey?: string;
  readonly data: Uint8Array;
}

export interface PutRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

export interface PutRecords {
  /** In the order of the records that were put. */
  readonly results: readonly (PutRecord | KinesisRefusal)[];
  readonly encrypted: boolean;
}

/** A record on its way to a shard. */
interface Routed {
  readonly record: NewRecord;
  /** Its place among the results. */
  readonly index: number;
  /** 32 hexadecimal digits. */
  readonly hashKey: string;
  readonly sizeBytes: number;
}

/**
 * Durable once resolved. @throws KinesisRefused when the request is not done at all; a record that its shard
 * does not take has its refusal among the results.
 */
export async function putRecords(
  kinesis: Kinesis,
  name: StreamName,
  records: readonly NewRecord[],
): Promise<PutRecords> {
  let stream = await findUsableStream(kinesis, name);
  const results: (PutRecord | KinesisRefusal)[] = [];
  let left: readonly Routed[] = records.map((record, index) => routed(stream, record, index));
  for (;;) {
    const shards = await kinesis.routes.openShards(stream);
    const { groups, homeless } = grouped(shards, left);
    const again = await Promise.all(
      [...groups].map(([shard, group]) => putOnShard(kinesis, stream, { shard, group, results })),
    );
    left = [...homeless, ...again.flat()].toSorted((a, b) => a.index - b.index);
    if (left.length === 0) return { results, encrypted: stream.keyId !== undefined };
    // The shards have changed meanwhile, or the stream has gone.
    stream = await findUsableStream(kinesis, name);
  }
}

/** @throws KinesisRefused also when the shard does not take it */
export async function putRecord(
  kinesis: Kinesis,
  name: StreamName,
  record: NewRecord & { readonly orderingNumber?: string },
): Promise<PutRecord & { readonly encrypted: boolean }> {
  const { orderingNumber } = record;
  if (orderingNumber !== undefined) checkOrdering(kinesis, name, orderingNumber);
  const { results, encrypted } = await putRecords(kinesis, name, [record]);
  const [result] = results as [PutRecord | KinesisRefusal];
  if ('kind' in result) throw new KinesisRefused(result);
  return { ...result, encrypted };
}

/** Numbers only grow, so one that was given out is smaller than what comes (observed on AWS, Kinesalite). */
function checkOrdering({ runtime }: Kinesis, { name }: StreamName, number: string): void {
  const parsed = parseSequenceNumber(number);
  if (parsed === undefined || parsed.time * 1000 > runtime.clock.now()) {
    throw new KinesisRefused({ kind: 'bad-ordering-number', stream: name, number });
  }
}

function routed(stream: KinesisStream, record: NewRecord, index: number): Routed {
  const { partitionKey, explicitHashKey, data } = record;
  const sizeBytes = utf8Length(partitionKey) + data.length;
  if (sizeBytes > stream.maxRecordKib * 1024) {
    throw new KinesisRefused({ kind: 'record-too-large', limitKib: stream.maxRecordKib });
  }
  const hashKey =
    explicitHashKey === undefined
      ? hashOfPartitionKey(partitionKey)
      : parseHashKey(explicitHashKey);
  if (hashKey === undefined) {
    throw new KinesisRefused({ kind: 'bad-explicit-hash-key', key: explicitHashKey ?? '' });
  }
  return { record, index, hashKey, sizeBytes };
}

function grouped(
  shards: readonly KinesisShard[],
  records: readonly Routed[],
): {
  readonly groups: ReadonlyMap<KinesisShard, readonly Routed[]>;
  readonly homeless: readonly Routed[];
} {
  const groups = new Map<KinesisShard, Routed[]>();
  const homeless: Routed[] = [];
  for (const record of records) {
    const shard = shardFor(shards, record.hashKey);
    if (shard === undefined) {
      homeless.push(record);
      continue;
    }
    const group = groups.get(shard);
    if (group === undefined) groups.set(shard, [record]);
    else group.push(record);
  }
  return { groups, homeless };
}

/** Fills in results. Resolves with the records for which the shard was no longer open. */
async function putOnShard(
  kinesis: Kinesis,
  stream: KinesisStream,
  put: {
    readonly shard: KinesisShard;
    readonly group: readonly Routed[];
    readonly results: (PutRecord | KinesisRefusal)[];
  },
): Promise<readonly Routed[]> {
  const { store, runtime, limits, counts } = kinesis;
  const { shard, group, results } = put;
  const lane = laneOf(stream.number, shard.index);
  const id = shardId(shard.index);
  const taken = group.filter(({ sizeBytes, index }) => {
    if (limits === undefined || limits.writes.admit(lane, sizeBytes)) return true;
    results[index] = { kind: 'rate-exceeded', stream: stream.name, shard: id };
    return false;
  });
  if (taken.length === 0) return [];
  const written = await store.commit({
    lanes: [lane],
    reads: [kinesisShardKey(stream.number, shard.index)],
    decide({ values: [bytes], head }: Snapshot): Decision<Written | undefined> {
      if (bytes === undefined || decodeRecord<KinesisShard>(bytes).closed !== undefined) {
        return { result: undefined };
      }
      // Taken here, so that times of one lane are in the order of its records.
      const time = runtime.clock.now();
      return {
        appends: entriesOf(stream, taken, { lane, time }),
        result: { time, after: head(lane) },
      };
    },
  });
  if (written === undefined) return taken;
  for (const [order, { index, sizeBytes }] of taken.entries()) {
    const position = written.after + 1 + order;
    results[index] = {
      shardId: id,
      sequenceNumber: recordNumber(shard, position, written.time),
    };
    counts.put(sizeBytes);
  }
  return [];
}

interface Written {
  readonly time: number;
  /** The lane's position before. */
  readonly after: number;
}

function entriesOf(
  { keyId }: KinesisStream,
  records: readonly Routed[],
  { lane, time }: { readonly lane: string; readonly time: number },
): NonNullable<Decision<unknown>['appends']> {
  return records.map(({ record, hashKey }) => ({
    lane,
    entry: encodeRecordEntry({
      time,
      partitionKey: record.partitionKey,
      ...(record.explicitHashKey === undefined ? {} : { explicitHashKey: hashKey }),
      encrypted: keyId !== undefined,
      data: record.data,
    }),
  }));
}
