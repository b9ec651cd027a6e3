// A Kinesis stream as a trigger reads it: straight from the log, woken by what is put into it.

import {
  type ReadOptions,
  type RecordsPage,
  type Shard,
  type ShardListing,
  type ShardPosition,
  SourceError,
} from '@headwater/consumer';
import type { Kinesis } from '../../../kinesis/kinesis.ts';
import { KinesisRefused } from '../../../kinesis/kinesis-refusal.ts';
import { awaitRecords } from '../../../kinesis/records/await-records.ts';
import { type ReadPage, readPage } from '../../../kinesis/records/read-records.ts';
import { findShard, startPosition } from '../../../kinesis/records/shard-iterator.ts';
import { type KinesisShard, laneOf, shardId, startingNumber } from '../../../kinesis/shard.ts';
import { shardsOf } from '../../../kinesis/shards/shard-routes.ts';
import { type KinesisStream, retentionMsOf, type StreamName } from '../../../kinesis/stream.ts';
import { parseConsumerArn, parseStreamArn } from '../../../kinesis/stream-arn.ts';
import { findNamedConsumer } from '../../../kinesis/streams/consumers.ts';
import { findStream } from '../../../kinesis/streams/stream-catalog.ts';
import type { EventSourceMapping } from '../../../lambda/mappings/event-source-mapping.ts';
import type { Scope } from '../../../model/table.ts';
import { aDayMs } from '../intervals.ts';
import { StreamNotFound } from '../trigger-engine.ts';
import { KinesisTriggerRecord } from './kinesis-record.ts';
import type {
  Filterable,
  OpenSource,
  ShardRest,
  TriggerRecord,
  TriggerSource,
} from './trigger-source.ts';

/** One page, in stored bytes. */
const pageBytes = 1024 * 1024;
const maxRecords = 10_000;

export interface KinesisSourceParts {
  readonly open: () => Promise<Kinesis>;
  /** ARN of the role that the mapping's function runs in, as it is now. */
  readonly roleOf: (mapping: EventSourceMapping) => Promise<string>;
}

export function kinesisSources({ open, roleOf }: KinesisSourceParts): OpenSource {
  return async (mapping, store) => {
    const { eventSourceArn: arn } = mapping;
    if (!arn.includes(':kinesis:')) return undefined;
    // What is asked of the store is counted by whoever gave it.
    const kinesis = { ...(await open()), store };
    const stream = await unlessGone(() => streamOf(kinesis, mapping, arn));
    if (stream === undefined) throw new StreamNotFound(arn);
    return new KinesisSource(kinesis, mapping, { stream, roleOf: () => roleOf(mapping) });
  };
}

/** Whether there is a stream, or a consumer of one, with an ARN. */
export async function isKinesisSource(
  kinesis: Kinesis,
  scope: Scope,
  arn: string,
): Promise<boolean> {
  return (await unlessGone(() => streamOf(kinesis, scope, arn))) !== undefined;
}

/**
 * By its own ARN or a consumer's; undefined when it is neither, or of another account or region.
 * @throws KinesisRefused when there is none
 */
async function streamOf(
  kinesis: Kinesis,
  { account, region }: Scope,
  arn: string,
): Promise<KinesisStream | undefined> {
  const consumer = parseConsumerArn(arn);
  const name = parseStreamArn(consumer?.streamArn ?? arn);
  if (name === undefined || name.account !== account || name.region !== region) return undefined;
  if (consumer === undefined) return findStream(kinesis, name);
  return (await findNamedConsumer(kinesis, name, consumer)).stream;
}

interface EventPage extends Omit<ReadPage, 'records'> {
  readonly records: readonly KinesisTriggerRecord[];
}

class KinesisSource implements TriggerSource {
  readonly kind = 'kinesis';
  readonly name: string;
  // It says itself when there is something to read.
  readonly polling = { minPollMs: 0, idlePollMs: aDayMs, maxRecords };
  readonly hasTimestamps = true;
  readonly #kinesis: Kinesis;
  readonly #mapping: EventSourceMapping;
  readonly #stream: KinesisStream;
  readonly #roleOf: () => Promise<string>;

  constructor(
    kinesis: Kinesis,
    mapping: EventSourceMapping,
    parts: { readonly stream: KinesisStream; readonly roleOf: () => Promise<string> },
  ) {
    this.name = mapping.eventSourceArn;
    this.#kinesis = kinesis;
    this.#mapping = mapping;
    this.#stream = parts.stream;
    this.#roleOf = parts.roleOf;
  }

  listShards(): Promise<ShardListing> {
    return asSource(async () => {
      const { number } = await this.#current();
      const shards = await shardsOf(this.#kinesis.store, number);
      // A stream has no end: it is deleted, with all its records.
      return { shards: shards.map(shardOf), ended: false };
    });
  }

  openIterator(id: string, asked: ShardPosition): Promise<string> {
    return asSource(async () => {
      const { stream, shard } = await this.#shard(id);
      const position = await startPosition(this.#kinesis, stream, {
        shard,
        asked: this.#held(asked),
      });
      const { trimmed } = await this.#kinesis.store.readLog(
        laneOf(stream.number, shard.index),
        position,
        { count: 1, bytes: 1 },
      );
      const isOldest = asked.type === 'TRIM_HORIZON' || asked.type === 'AT_TIMESTAMP';
      if (trimmed > position && !isOldest) throw trimmedError();
      return String(Math.max(position, trimmed));
    });
  }

  getRecords(
    iterator: string,
    id: string,
    { limit }: Pick<ReadOptions, 'limit'>,
  ): Promise<RecordsPage<TriggerRecord>> {
    return asSource(async () => {
      const page = await this.#read(id, Number(iterator), limit);
      const { records, next, millisBehind, recordsBehind, children } = page;
      return next === undefined
        ? { records, millisBehind, recordsBehind, children: children.map(shardOf) }
        : { records, next: String(next), millisBehind, recordsBehind };
    });
  }

  awaitRecords(iterator: string, id: string, signal: AbortSignal): Promise<void> {
    return asSource(async () => {
      const { stream, shard } = await this.#shard(id);
      const place = { shard: shard.index, position: Number(iterator), signal };
      await awaitRecords(this.#kinesis, stream, place);
    });
  }

  filterable(record: KinesisTriggerRecord): Filterable {
    return record.filterable();
  }

  placeOf(id: string, sequenceNumber: string): Promise<number | undefined> {
    return unlessGone(async () => {
      const { stream, shard } = await this.#shard(id);
      const asked = { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber } as const;
      return startPosition(this.#kinesis, stream, { shard, asked });
    });
  }

  restOf(id: string, place: number): Promise<ShardRest | undefined> {
    return unlessGone(async () => {
      const { records, recordsBehind } = await this.#readFrom(id, place, 1);
      const [first] = records;
      return first === undefined
        ? { records: 0 }
        : { records: recordsBehind + 1, oldest: first.time };
    });
  }

  recordAt(id: string, place: number): Promise<TriggerRecord | undefined> {
    return unlessGone(async () => {
      const { records, trimmed } = await this.#readFrom(id, place - 1, 1);
      return trimmed >= place ? undefined : records[0];
    });
  }

  /** The same stream, as it is now. @throws KinesisRefused when it is gone */
  async #current(): Promise<KinesisStream> {
    const name: StreamName = this.#stream;
    const stream = await findStream(this.#kinesis, name);
    if (stream.number !== this.#stream.number) {
      throw new KinesisRefused({ kind: 'stream-not-found', stream: name.name });
    }
    return stream;
  }

  async #shard(
    id: string,
  ): Promise<{ readonly stream: KinesisStream; readonly shard: KinesisShard }> {
    const stream = await this.#current();
    return { stream, shard: await findShard(this.#kinesis, stream, id) };
  }

  /** @throws SourceError when what is behind the position is gone */
  async #read(id: string, after: number, limit: number): Promise<EventPage> {
    const page = await this.#readFrom(id, after, limit);
    if (page.trimmed > after) throw trimmedError();
    return page;
  }

  async #readFrom(id: string, after: number, limit: number): Promise<EventPage> {
    const { stream, shard } = await this.#shard(id);
    const from = { shard, after, limit, bytes: pageBytes };
    const page = await readPage(this.#kinesis, stream, from);
    if (page.records.length === 0) return { ...page, records: [] };
    const { region } = this.#mapping;
    const origin = {
      shardId: shardId(shard.index),
      region,
      sourceArn: this.name,
      role: await this.#roleOf(),
    };
    return {
      ...page,
      records: page.records.map((record) => new KinesisTriggerRecord(record, origin)),
    };
  }

  /** A time before all that the stream keeps is as the oldest that it keeps; one ahead of the clock as now. */
  #held(asked: ShardPosition): ShardPosition {
    if (asked.type !== 'AT_TIMESTAMP') return asked;
    const now = this.#kinesis.runtime.clock.now();
    const oldest = now - retentionMsOf(this.#stream);
    return { ...asked, time: Math.min(Math.max(asked.time, oldest), now) };
  }
}

function shardOf(shard: KinesisShard): Shard {
  return {
    id: shardId(shard.index),
    parentIds: shard.parents.map(shardId),
    closed: shard.closed !== undefined,
    startingSequenceNumber: startingNumber(shard),
  };
}

function trimmedError(): SourceError {
  return new SourceError('trimmed', 'The records are gone.');
}

/** In the words of the consumer library. @throws SourceError */
async function asSource<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof KinesisRefused)) throw error;
    const isGone = ['stream-not-found', 'shard-not-found', 'no-such-shard'].includes(
      error.refusal.kind,
    );
    throw new SourceError(
      isGone ? 'not-found' : 'invalid',
      isGone ? 'The stream or the shard is gone.' : error.message,
      { cause: error },
    );
  }
}

async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof KinesisRefused) return undefined;
    throw error;
  }
}
