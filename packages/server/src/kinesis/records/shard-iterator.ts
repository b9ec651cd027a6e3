// GetShardIterator: where reading begins.

import { decodeRecord } from '../../model/catalog-json.ts';
import { kinesisShardKey } from '../../model/kinesis-keys.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { endPosition, parseSequenceNumber } from '../sequence-number.ts';
import { type KinesisShard, laneOf, parseShardId, shardId } from '../shard.ts';
import type { KinesisStream, StreamName } from '../stream.ts';
import { findUsableStream } from '../streams/stream-catalog.ts';
import { printIterator } from './iterator-token.ts';
import { positionBefore } from './position-at-time.ts';

export type IteratorPosition =
  | { readonly type: 'TRIM_HORIZON' | 'LATEST' }
  | {
      readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER';
      readonly sequenceNumber: string;
    }
  /** Epoch milliseconds. */
  | { readonly type: 'AT_TIMESTAMP'; readonly time: number };

/** @throws KinesisRefused */
export async function shardIterator(
  kinesis: Kinesis,
  name: StreamName,
  asked: { readonly shard: string; readonly position: IteratorPosition },
): Promise<string> {
  const stream = await findUsableStream(kinesis, name);
  const shard = await findShard(kinesis, stream, asked.shard);
  const iterator = {
    stream: stream.name,
    number: stream.number,
    shard: shard.index,
    position: await startPosition(kinesis, stream, { shard, asked: asked.position }),
    issuedAt: kinesis.runtime.clock.now(),
  };
  return printIterator(iterator, kinesis.signingKey);
}

/** @throws KinesisRefused `shard-not-found` for what is no id, `no-such-shard` for one that is not there */
export async function findShard(
  kinesis: Kinesis,
  stream: KinesisStream,
  id: string,
): Promise<KinesisShard> {
  const index = parseShardId(id);
  if (index === undefined) {
    throw new KinesisRefused({ kind: 'shard-not-found', stream: stream.name, shard: id });
  }
  const shard = await shardById(kinesis, stream, index);
  if (shard !== undefined) return shard;
  throw new KinesisRefused({ kind: 'no-such-shard', stream: stream.name, shard: shardId(index) });
}

export async function shardById(
  { store }: Kinesis,
  { number }: KinesisStream,
  index: number,
): Promise<KinesisShard | undefined> {
  const [bytes] = await store.get([kinesisShardKey(number, index)]);
  return bytes === undefined ? undefined : decodeRecord<KinesisShard>(bytes);
}

/**
 * The position behind which reading begins. What is older than the oldest record begins there: Kinesis does not
 * tell what was trimmed.
 */
export async function startPosition(
  { store, runtime }: Kinesis,
  stream: KinesisStream,
  { shard, asked }: { readonly shard: KinesisShard; readonly asked: IteratorPosition },
): Promise<number> {
  const lane = laneOf(stream.number, shard.index);
  switch (asked.type) {
    case 'TRIM_HORIZON':
      return 0;
    case 'LATEST': {
      const { head } = await store.readLog(lane, Number.MAX_SAFE_INTEGER, { count: 1, bytes: 1 });
      return head;
    }
    case 'AT_TIMESTAMP': {
      const now = runtime.clock.now();
      if (asked.time > now)
        throw new KinesisRefused({ kind: 'time-in-future', time: asked.time, now });
      return positionBefore(store, lane, asked.time);
    }
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const { type, sequenceNumber } = asked;
      const position = positionOf(stream, shard, sequenceNumber);
      const { head } = await store.readLog(lane, Number.MAX_SAFE_INTEGER, { count: 1, bytes: 1 });
      if (position === endPosition) return head;
      if (position > head) throw badNumber(stream, shard, sequenceNumber);
      return type === 'AT_SEQUENCE_NUMBER' ? Math.max(0, position - 1) : position;
    }
  }
}

/** The position that a number of this shard encodes. */
function positionOf(stream: KinesisStream, shard: KinesisShard, number: string): number {
  const parsed = parseSequenceNumber(number);
  if (parsed === undefined) throw badNumber(stream, shard, number);
  const id = shardId(shard.index);
  if (parsed.shard !== shard.index) {
    throw new KinesisRefused({
      kind: 'sequence-number-of-other-shard',
      shard: id,
      encoded: shardId(parsed.shard),
    });
  }
  if (parsed.since !== shard.since) {
    throw new KinesisRefused({
      kind: 'sequence-number-of-other-stream',
      stream: stream.name,
      shard: id,
      number,
    });
  }
  return parsed.position;
}

function badNumber(stream: KinesisStream, shard: KinesisShard, number: string): KinesisRefused {
  const about = { stream: stream.name, shard: shardId(shard.index), number };
  return new KinesisRefused({ kind: 'bad-sequence-number', ...about });
}
