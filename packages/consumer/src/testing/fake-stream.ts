// A stream in memory whose shards a test opens, writes to, closes and trims, and whose calls it lets fail.

import type { Clock } from '../clock.ts';
import type { ShardPosition } from '../positions.ts';
import { compareSequenceNumbers } from '../sequence-number.ts';
import type { Polling, Shard, Source, StreamRecord } from '../source.ts';
import { SourceError } from '../source-error.ts';

export interface FakeRecord extends StreamRecord {
  readonly value: number;
}

interface FakeShard {
  readonly id: string;
  readonly parentIds: readonly string[];
  records: FakeRecord[];
  closed: boolean;
  /** Sequence number of the last record that is gone. */
  trimmedUpTo: string;
}

type Call = 'list' | 'open' | 'read';

export class FakeStream implements Source<FakeRecord> {
  readonly name = 'arn:fake:stream';
  readonly polling: Polling;
  readonly hasTimestamps: boolean;
  readonly passesOverTrimmed: boolean;
  /** Called before each call of the consumer: what it throws is what the call rejects with. */
  fault: (call: Call, shardId: string | undefined) => void = () => {};
  ended = false;
  /** How many reads there were. */
  reads = 0;
  readonly #clock: Clock;
  readonly #shards = new Map<string, FakeShard>();
  #issuedSince = 0;
  #iterators = 0;
  #number = 0;

  constructor(
    clock: Clock,
    {
      hasTimestamps = false,
      passesOverTrimmed = false,
      polling,
    }: { hasTimestamps?: boolean; passesOverTrimmed?: boolean; polling?: Partial<Polling> } = {},
  ) {
    this.#clock = clock;
    this.hasTimestamps = hasTimestamps;
    this.passesOverTrimmed = passesOverTrimmed;
    this.polling = { minPollMs: 200, idlePollMs: 1000, maxRecords: 1000, ...polling };
  }

  open(id: string, parentIds: readonly string[] = []): void {
    this.#shards.set(id, { id, parentIds, records: [], closed: false, trimmedUpTo: '0' });
  }

  /** Appends a record of the key; the values of all records count up from 1. */
  write(id: string, key = 'key'): FakeRecord {
    const shard = this.#shard(id);
    this.#number += 1;
    const record: FakeRecord = {
      shardId: id,
      sequenceNumber: String(10n ** 20n + BigInt(this.#number)),
      time: this.#clock.now(),
      key,
      sizeBytes: 100,
      raw: undefined,
      value: this.#number,
    };
    shard.records.push(record);
    return record;
  }

  close(id: string): void {
    this.#shard(id).closed = true;
  }

  split(id: string, ...children: readonly string[]): void {
    this.close(id);
    for (const child of children) this.open(child, [id]);
  }

  /** Takes the oldest records away. */
  trim(id: string, count: number): void {
    const shard = this.#shard(id);
    shard.trimmedUpTo = shard.records[count - 1]?.sequenceNumber ?? shard.trimmedUpTo;
    shard.records = shard.records.slice(count);
  }

  drop(id: string): void {
    this.#shards.delete(id);
  }

  expireIterators(): void {
    this.#issuedSince = this.#iterators;
  }

  async listShards(): Promise<{ shards: Shard[]; ended: boolean }> {
    this.fault('list', undefined);
    // The newest first: nobody may rely on an order.
    const shards = [...this.#shards.values()].toReversed();
    return {
      shards: shards.map(({ id, parentIds, closed }) => ({ id, parentIds, closed })),
      ended: this.ended,
    };
  }

  async openIterator(shardId: string, position: ShardPosition): Promise<string> {
    this.fault('open', shardId);
    const { records } = this.#shard(shardId);
    const isRefused = !this.passesOverTrimmed && 'sequenceNumber' in position;
    if (isRefused && this.#isTrimmed(shardId, position)) {
      throw new SourceError('trimmed', 'It was trimmed.');
    }
    const last = records.at(-1)?.sequenceNumber ?? '0';
    const after = {
      TRIM_HORIZON: () => '0',
      LATEST: () => last,
      AT_TIMESTAMP: () => {
        const first = records.findIndex(({ time }) => 'time' in position && time >= position.time);
        return first < 0 ? last : (records[first - 1]?.sequenceNumber ?? '0');
      },
      AT_SEQUENCE_NUMBER: () =>
        'sequenceNumber' in position ? String(BigInt(position.sequenceNumber) - 1n) : '0',
      AFTER_SEQUENCE_NUMBER: () => ('sequenceNumber' in position ? position.sequenceNumber : '0'),
    }[position.type]();
    return this.#iterator(after);
  }

  async getRecords(iterator: string, shardId: string, { limit }: { limit: number }) {
    this.fault('read', shardId);
    this.reads += 1;
    const [issued, after = '0'] = iterator.split('/');
    if (Number(issued) <= this.#issuedSince) {
      throw new SourceError('iterator-expired', 'The iterator is too old.');
    }
    const shard = this.#shard(shardId);
    const behind = shard.records.filter(
      ({ sequenceNumber }) => compareSequenceNumbers(sequenceNumber, after) > 0,
    );
    const records = behind.slice(0, limit);
    const last = records.at(-1)?.sequenceNumber ?? after;
    const isEnd = shard.closed && records.length === behind.length;
    return { records, ...(isEnd ? {} : { next: this.#iterator(last) }) };
  }

  /** Whether what comes first from there is gone. */
  #isTrimmed(
    shardId: string,
    position: { readonly type: string; readonly sequenceNumber: string },
  ): boolean {
    const { trimmedUpTo } = this.#shard(shardId);
    const behind = compareSequenceNumbers(position.sequenceNumber, trimmedUpTo);
    return position.type === 'AT_SEQUENCE_NUMBER' ? behind <= 0 : behind < 0;
  }

  #iterator(after: string): string {
    this.#iterators += 1;
    return `${this.#iterators}/${after}`;
  }

  #shard(id: string): FakeShard {
    const shard = this.#shards.get(id);
    if (shard === undefined) throw new SourceError('not-found', `There is no shard ${id}.`);
    return shard;
  }
}
