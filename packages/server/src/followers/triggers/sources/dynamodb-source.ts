// A table's stream as a trigger reads it: straight from the log, woken by what is written to it.

import {
  type ReadOptions,
  type RecordsPage,
  type Shard,
  type ShardListing,
  type ShardPosition,
  SourceError,
} from '@headwater/consumer';
import { utf8Text } from '../../../base/bytes.ts';
import { awaitRecords } from '../../../log/await-records.ts';
import { type EventRecord, renderEventRecords } from '../../../log/render-event-records.ts';
import { readShard, type ShardPage } from '../../../log/shard-entries.ts';
import { findShard } from '../../../log/stream-catalog.ts';
import { startPosition } from '../../../log/start-position.ts';
import { wholeStream } from '../../../log/whole-stream.ts';
import { InvalidInput } from '../../../model/invalid-input.ts';
import { positionBefore, startingNumber, trimmedUpTo } from '../../../model/shard.ts';
import type { ShardDefinition } from '../../../model/stream.ts';
import type { Scope } from '../../../model/table.ts';
import type { Store } from '../../../store/store.ts';
import { Refused } from '../../../write/refusal.ts';
import { StreamNotFound } from '../trigger-engine.ts';
import { aDayMs } from '../intervals.ts';
import type {
  Filterable,
  OpenSource,
  ShardRest,
  TriggerRecord,
  TriggerSource,
} from './trigger-source.ts';

/** One page, in stored bytes. */
const pageBytes = 1024 * 1024;
const maxRecords = 1000;

export const openDynamodbSource: OpenSource = async (mapping, store) => {
  const { eventSourceArn: arn, region, account, settings } = mapping;
  if (!arn.includes(':dynamodb:')) return undefined;
  const source = new DynamodbSource(store, {
    arn,
    scope: { region, account },
    isTimeExact: settings.tumblingWindowSeconds > 0,
  });
  try {
    await source.listShards();
  } catch (error) {
    if (error instanceof SourceError && error.kind === 'not-found') throw new StreamNotFound(arn);
    throw error;
  }
  return source;
};

interface SourceOptions {
  readonly arn: string;
  readonly scope: Scope;
  /**
   * Whether a page has everything that was written before it was asked for, also what is not durable yet then: who
   * ends windows by the clock has to know that nothing comes late.
   */
  readonly isTimeExact: boolean;
}

class DynamodbSource implements TriggerSource {
  readonly kind = 'dynamodb';
  readonly name: string;
  // It says itself when there is something to read.
  readonly polling = { minPollMs: 0, idlePollMs: aDayMs, maxRecords };
  readonly hasTimestamps = false;
  readonly #store: Store;
  readonly #scope: Scope;
  readonly #isTimeExact: boolean;

  constructor(store: Store, { arn, scope, isTimeExact }: SourceOptions) {
    this.#store = store;
    this.#scope = scope;
    this.#isTimeExact = isTimeExact;
    this.name = arn;
  }

  listShards(): Promise<ShardListing> {
    return asSource(async () => {
      const { stream, shards } = await wholeStream(this.#store, this.#scope, this.name);
      return { shards: shards.map(shardOf), ended: stream.disabledAt !== undefined };
    });
  }

  openIterator(shardId: string, position: ShardPosition): Promise<string> {
    return asSource(async () => {
      if (position.type === 'AT_TIMESTAMP') {
        throw new SourceError('invalid', 'A table has no positions by time.');
      }
      const { shard } = await this.#shard(shardId);
      return String(startPosition(shard, await this.#head(shard), position));
    });
  }

  getRecords(
    iterator: string,
    shardId: string,
    { limit }: Pick<ReadOptions, 'limit'>,
  ): Promise<RecordsPage<TriggerRecord>> {
    return asSource(async () => {
      const position = Number(iterator);
      if (this.#isTimeExact) await this.#writesUntilNow(shardId);
      const page = await this.#read(shardId, position, limit);
      const { shard, entries, last, isTrimmed } = page;
      if (isTrimmed) throw new Refused({ kind: 'trimmed' });
      const next = entries.at(-1)?.position ?? position;
      const records = recordsOf(page);
      if (shard.end !== undefined && next >= last) {
        return { records, millisBehind: 0, recordsBehind: 0, ...(await this.#childrenOf(shardId)) };
      }
      const recordsBehind = last - next;
      // How far that is in time, nobody asks: the age of what is in work says more.
      const millisBehind = recordsBehind === 0 ? 0 : 1;
      return { records, next: String(next), millisBehind, recordsBehind };
    });
  }

  awaitRecords(iterator: string, shardId: string, signal: AbortSignal): Promise<void> {
    const place = { arn: this.name, shard: shardId, position: Number(iterator), signal };
    return asSource(() => awaitRecords(this.#store, this.#scope, place));
  }

  filterable({ raw }: TriggerRecord): Filterable {
    return { value: JSON.parse(utf8Text(raw)) };
  }

  placeOf(shardId: string, sequenceNumber: string): Promise<number | undefined> {
    return unlessGone(async () => {
      const { shard } = await this.#shard(shardId);
      const head = await this.#head(shard);
      return positionBefore(shard, head, { sequenceNumber, kind: 'after' });
    });
  }

  restOf(shardId: string, place: number): Promise<ShardRest | undefined> {
    return unlessGone(async () => {
      const { shard } = await this.#shard(shardId);
      const from = Math.max(place, trimmedUpTo(shard));
      const { entries, last, ...page } = await this.#read(shardId, from, 1);
      const [first] = recordsOf({ ...page, entries, last });
      const records = Math.max(0, last - from);
      return { records, ...(first === undefined ? {} : { oldest: first.time }) };
    });
  }

  recordAt(shardId: string, place: number): Promise<TriggerRecord | undefined> {
    return unlessGone(async () => {
      const page = await this.#read(shardId, place - 1, 1);
      return page.isTrimmed ? undefined : recordsOf(page)[0];
    });
  }

  #shard(shard: string): ReturnType<typeof findShard> {
    return findShard(this.#store, this.#scope, { arn: this.name, shard });
  }

  #read(shard: string, position: number, count: number): Promise<ShardPage> {
    const limit = { count, bytes: pageBytes };
    return readShard(this.#store, this.#scope, { arn: this.name, shard, position, limit });
  }

  /** A commit on the lane is durable when all before it are; entries get their times in their commits. */
  async #writesUntilNow(shardId: string): Promise<void> {
    const { shard } = await this.#shard(shardId);
    await this.#store.commit<undefined>({
      lanes: [shard.lane],
      reads: [],
      decide: () => ({ result: undefined }),
    });
  }

  async #head({ lane, end }: ShardDefinition): Promise<number> {
    if (end !== undefined) return end;
    const { head } = await this.#store.readLog(lane, Number.MAX_SAFE_INTEGER, {
      count: 1,
      bytes: 1,
    });
    return head;
  }

  async #childrenOf(parent: string): Promise<{ readonly children: readonly Shard[] }> {
    const { shards } = await wholeStream(this.#store, this.#scope, this.name);
    return { children: shards.filter((shard) => shard.parent === parent).map(shardOf) };
  }
}

function shardOf(shard: ShardDefinition): Shard {
  return {
    id: shard.id,
    parentIds: shard.parent === undefined ? [] : [shard.parent],
    closed: shard.end !== undefined,
    startingSequenceNumber: startingNumber(shard),
  };
}

function recordsOf(page: ShardPage): TriggerRecord[] {
  return renderEventRecords(page, page.entries).map(
    (record) => new LogRecord(page.shard.id, record),
  );
}

class LogRecord implements TriggerRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly time: number;
  readonly raw: Uint8Array;
  /** In the event, a comma stands before it. */
  readonly sizeBytes: number;
  readonly #keys: Uint8Array;

  constructor(shardId: string, { sequenceNumber, time, keys, json }: EventRecord) {
    this.shardId = shardId;
    this.sequenceNumber = sequenceNumber;
    this.time = time;
    this.raw = json;
    this.sizeBytes = json.length + 1;
    this.#keys = keys;
  }

  /** Made only where somebody divides records by it. */
  get key(): string {
    return utf8Text(this.#keys);
  }
}

/** In the words of the consumer library. @throws SourceError */
async function asSource<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof InvalidInput) throw new SourceError('invalid', error.message);
    if (error instanceof Refused) {
      const isTrimmed = error.refusal.kind === 'trimmed';
      const cause = { cause: error };
      throw isTrimmed
        ? new SourceError('trimmed', 'The records are gone.', cause)
        : new SourceError('not-found', 'The stream or the shard is gone.', cause);
    }
    throw error;
  }
}

async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
