// GetRecords, and what a subscription reads: one page of a shard behind a position.

import { decodeRecord } from '../../model/catalog-json.ts';
import { kinesisShardKey } from '../../model/kinesis-keys.ts';
import type { Scope } from '../../model/table.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { type KinesisShard, laneOf, recordNumber, shardId } from '../shard.ts';
import { childrenOf } from '../shards/list-shards.ts';
import type { KinesisStream } from '../stream.ts';
import { findStream } from '../streams/stream-catalog.ts';
import { parseIterator, printIterator, type ShardIterator } from './iterator-token.ts';
import { decodeRecordEntry, type RecordEntry } from './record-entry.ts';

/** Five minutes (GetShardIterator). */
const iteratorLifeMs = 5 * 60 * 1000;
/** One page, counted in stored bytes (GetRecords: 10 MB). */
const pageBytes = 10 * 1024 * 1024;

export interface KinesisRecord extends RecordEntry {
  readonly sequenceNumber: string;
}

export interface ReadPage {
  readonly records: readonly KinesisRecord[];
  /** Reading goes on behind this position; undefined when the shard is closed and these were its last. */
  readonly next: number | undefined;
  /** How long ago the last record of the page was written; 0 at the tip. */
  readonly millisBehind: number;
  /** Records behind the page. */
  readonly recordsBehind: number;
  /** Records up to this position are gone. */
  readonly trimmed: number;
  /** With the last page: the shards that follow. */
  readonly children: readonly KinesisShard[];
}

/** @throws KinesisRefused */
export async function readRecords(
  kinesis: Kinesis,
  scope: Scope,
  asked: { readonly iterator: string; readonly limit: number },
): Promise<ReadPage & { readonly nextIterator?: string; readonly stream: KinesisStream }> {
  const { runtime, signingKey, limits } = kinesis;
  const iterator = parseIterator(asked.iterator, signingKey);
  if (iterator === undefined) throw new KinesisRefused({ kind: 'iterator-invalid' });
  const now = runtime.clock.now();
  const { issuedAt } = iterator;
  if (now - issuedAt > iteratorLifeMs) {
    throw new KinesisRefused({ kind: 'iterator-expired', issued: issuedAt, now });
  }
  const { stream, shard } = await iteratedShard(kinesis, scope, iterator);
  const lane = laneOf(stream.number, shard.index);
  if (limits !== undefined && limits.reads.admit(lane, 0) !== undefined) {
    throw new KinesisRefused({
      kind: 'rate-exceeded',
      stream: stream.name,
      shard: shardId(shard.index),
    });
  }
  const page = await readPage(kinesis, stream, {
    shard,
    after: iterator.position,
    limit: asked.limit,
  });
  limits?.reads.took(
    lane,
    page.records.reduce((sum, { data }) => sum + data.length, 0),
  );
  if (page.next === undefined) return { ...page, stream };
  const next = { ...iterator, position: page.next, issuedAt: runtime.clock.now() };
  return { ...page, stream, nextIterator: printIterator(next, signingKey) };
}

/** `shard` as it was before the page is read: what it says of its end then holds. */
export async function readPage(
  kinesis: Kinesis,
  stream: KinesisStream,
  from: {
    readonly shard: KinesisShard;
    readonly after: number;
    readonly limit: number;
    /** Of the page, as stored. Default: those of GetRecords. */
    readonly bytes?: number;
  },
): Promise<ReadPage> {
  const { store, runtime } = kinesis;
  const { shard, after, limit, bytes = pageBytes } = from;
  const lane = laneOf(stream.number, shard.index);
  const page = await store.readLog(lane, after, { count: limit, bytes });
  const records = page.entries.map(({ position, entry }): KinesisRecord => {
    const record = decodeRecordEntry(entry);
    return { ...record, sequenceNumber: recordNumber(shard, position, record.time) };
  });
  const last = page.entries.at(-1)?.position ?? Math.max(after, Math.min(page.trimmed, page.head));
  const isAtEnd = shard.closed !== undefined && last >= shard.closed.end;
  const behind = last < page.head ? runtime.clock.now() - (records.at(-1)?.time ?? 0) : 0;
  return {
    records,
    next: isAtEnd ? undefined : last,
    // 0 is for the tip alone.
    millisBehind: last < page.head ? Math.max(1, behind) : 0,
    recordsBehind: page.head - last,
    trimmed: page.trimmed,
    children: isAtEnd ? await childrenOf(kinesis, stream, shard.index) : [],
  };
}

async function iteratedShard(
  kinesis: Kinesis,
  scope: Scope,
  iterator: ShardIterator,
): Promise<{ readonly stream: KinesisStream; readonly shard: KinesisShard }> {
  const stream = await findStream(kinesis, { ...scope, name: iterator.stream });
  const [bytes] =
    stream.number === iterator.number
      ? await kinesis.store.get([kinesisShardKey(iterator.number, iterator.shard)])
      : [];
  if (bytes === undefined) {
    throw new KinesisRefused({
      kind: 'no-such-shard',
      stream: iterator.stream,
      shard: shardId(iterator.shard),
    });
  }
  return { stream, shard: decodeRecord<KinesisShard>(bytes) };
}
