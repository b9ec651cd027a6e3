// A consumer as it should be: each shard to its end, parents before their children, on behind the last
// record when an iterator has expired, from the horizon when records are gone. It knows nothing of the
// model; what it has seen is held against it in the end.

import assert from 'node:assert/strict';
import type { CheckedStreams, HeldIterator } from './checked-streams.ts';
import { printed, type ModelRecord, type ModelStream, type Position } from './model-state.ts';
import type { SeenRecord } from './system.ts';

interface Reading {
  iterator?: HeldIterator | undefined;
  last?: string;
  isDone: boolean;
}

export class LineageReader {
  readonly #streams: CheckedStreams;
  /** By id. */
  readonly #shards = new Map<string, Reading>();
  /** By ARN. */
  readonly #seen = new Map<string, SeenRecord[]>();

  constructor(streams: CheckedStreams) {
    this.#streams = streams;
  }

  /** Reads so many pages of each shard at most. */
  async poll(pages: number, limit: number): Promise<void> {
    for (const arn of await this.#streams.list()) {
      const shards = await this.#streams.shards(arn, limit === 1000 ? 100 : limit);
      const listed = new Set(shards.map(({ id }) => id));
      for (const { id, parent = '' } of shards) {
        if (listed.has(parent) && !this.#reading(parent).isDone) continue;
        await this.#readShard({ arn, id }, pages, limit);
      }
    }
  }

  /** Call it after a poll without bounds. */
  check(streams: readonly ModelStream[]): void {
    for (const stream of streams) {
      const seen = this.#seen.get(stream.arn) ?? [];
      const numbers = new Set(seen.map(({ number }) => number));
      assert.equal(numbers.size, seen.length, 'no record is seen twice');
      for (const shard of stream.shards) {
        for (const [index, { number }] of shard.records.entries()) {
          if (numbers.has(number)) continue;
          const isTrimmed = stream.isGone || shard.isGone || index < shard.trimmed;
          assert.ok(isTrimmed, `${number} was not seen although it is there`);
        }
      }
      checkKeys(stream, seen);
    }
  }

  async #readShard(
    of: { readonly arn: string; readonly id: string },
    pages: number,
    limit: number,
  ): Promise<void> {
    const reading = this.#reading(of.id);
    for (let read = 0; read < pages && !reading.isDone; read += 1) {
      reading.iterator ??= await this.#begin(of, reading);
      const answer = await this.#streams.read(reading.iterator, limit);
      if ('refused' in answer) {
        const { refused } = answer;
        assert.ok(refused === 'iterator-expired' || refused === 'trimmed', refused);
        reading.iterator = refused === 'trimmed' ? await this.#at(of, horizon) : undefined;
        continue;
      }
      const { records, next } = answer.value;
      const seen = this.#seen.get(of.arn) ?? [];
      this.#seen.set(of.arn, seen);
      seen.push(...records);
      const last = records.at(-1)?.number;
      if (last !== undefined) reading.last = last;
      reading.isDone = next === undefined;
      reading.iterator = next;
      if (records.length === 0) return;
    }
  }

  async #begin(
    of: { readonly arn: string; readonly id: string },
    { last }: Reading,
  ): Promise<HeldIterator> {
    if (last === undefined) return this.#at(of, horizon);
    const { arn, id } = of;
    const position = { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: last } as const;
    const answer = await this.#streams.iteratorOf(arn, id, position);
    if ('value' in answer) return answer.value;
    assert.equal(answer.refused, 'trimmed');
    return this.#at(of, horizon);
  }

  async #at(
    { arn, id }: { readonly arn: string; readonly id: string },
    position: Position,
  ): Promise<HeldIterator> {
    const answer = await this.#streams.iteratorOf(arn, id, position);
    assert.ok('value' in answer, `${id} was listed a moment ago`);
    return answer.value;
  }

  #reading(id: string): Reading {
    const known = this.#shards.get(id);
    if (known !== undefined) return known;
    const reading = { isDone: false };
    this.#shards.set(id, reading);
    return reading;
  }
}

const horizon = { type: 'TRIM_HORIZON' } as const;

/** Each item's records came in their order, with images that follow from one another. */
function checkKeys({ shards, viewType }: ModelStream, seen: readonly SeenRecord[]): void {
  const written = shards.flatMap(({ records }) => records);
  for (const key of new Set(seen.map((record) => record.key))) {
    const own = seen.filter((record) => record.key === key);
    const all = written.filter((record) => record.key === key).toSorted(byNumber);
    for (const [index, record] of own.slice(1).entries()) {
      const previous = own[index] as SeenRecord;
      assert.ok(record.number > previous.number, `the changes of ${key} come in their order`);
      const at = all.findIndex(({ number }) => number === record.number);
      const isNext = all[at - 1]?.number === previous.number;
      if (isNext && viewType === 'NEW_AND_OLD_IMAGES') {
        assert.equal(printed(record.before), printed(previous.after), `images of ${key}`);
      }
    }
  }
}

function byNumber(a: ModelRecord, b: ModelRecord): number {
  return a.number < b.number ? -1 : 1;
}
