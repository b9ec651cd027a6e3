// Reading the system's streams, with every answer held against the model's.

import assert from 'node:assert/strict';
import {
  type Answer,
  type ModelIterator,
  type ModelRecord,
  type ModelShard,
  type ModelStream,
  type Position,
  printed,
  type ViewType,
} from './model-state.ts';
import type { StreamModel } from './model.ts';
import type { DescribePage, SeenRecord, SeenShard, System } from './system.ts';

/** An iterator that the system issued, and what the model makes of it. */
export interface HeldIterator {
  readonly token: string;
  readonly model: ModelIterator;
}

export interface CheckedPage {
  readonly records: readonly SeenRecord[];
  readonly next: HeldIterator | undefined;
}

/** Most shards of one DescribeStream. */
const mostShards = 100;

export class CheckedStreams {
  readonly #system: System;
  readonly #model: StreamModel;
  readonly #note: (what: string) => void;
  /** By stream and sequence number. */
  readonly #eventIds = new Map<string, string>();
  readonly #eventIdsTaken = new Set<string>();

  /** `note` is told of refusals and records, for a tally. */
  constructor(system: System, model: StreamModel, note: (what: string) => void) {
    this.#system = system;
    this.#model = model;
    this.#note = note;
  }

  /** ARNs of the streams that there are. */
  async list(): Promise<readonly string[]> {
    const arns = await this.#system.listStreams();
    assert.deepEqual(
      arns,
      this.#model.openStreams().map(({ arn }) => arn),
      'streams',
    );
    return arns;
  }

  /** Looks at all shards of all streams. The model learns the ids of those that it sees first. */
  async look(): Promise<void> {
    await this.list();
    for (const stream of this.#model.openStreams()) {
      const seen = await this.#shardsOf(stream, mostShards);
      this.#learn(stream, seen);
      checkForest(seen);
      const listed = stream.shards.filter(({ isGone }) => !isGone);
      assert.deepEqual(
        seen,
        listed.map(viewOf).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        `shards of ${stream.arn}`,
      );
    }
    const open = this.#model.table?.stream?.shards.filter(({ end }) => end === undefined) ?? [];
    const partitions = this.#model.table?.partitions ?? [];
    const lanes = this.#model.table?.stream === undefined ? [] : partitions.map(({ lane }) => lane);
    assert.deepEqual(new Set(open.map(({ lane }) => lane)), new Set(lanes), 'open shards');
    assert.equal(open.length, lanes.length, 'one open shard a partition');
  }

  /** All shards, by pages. */
  async shards(arn: string, limit: number): Promise<readonly SeenShard[]> {
    const shards = await this.#shardsOf(this.#streamOf(arn), limit);
    const whole = await this.#shardsOf(this.#streamOf(arn), mostShards);
    assert.deepEqual(shards, whole, `shards in pages of ${limit}`);
    return shards;
  }

  /** One page of DescribeStream, of a stream that may be gone, of which all shards have been seen. */
  async describe(stream: ModelStream, page: DescribePage): Promise<void> {
    const answer = await this.#system.describe(stream.arn, page);
    if (stream.isGone) {
      assert.deepEqual(answer, this.#refused('stream-not-found'));
      return;
    }
    const { after, childrenOf, limit } = page;
    const listed = stream.shards.filter(({ isGone }) => !isGone).map(viewOf);
    const isKnown = after === undefined || listed.some(({ id }) => id === after);
    const shown = listed
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .filter(({ id, parent }) => {
        if (!isKnown || (after !== undefined && id <= after)) return false;
        return childrenOf === undefined || parent === childrenOf;
      });
    assert.deepEqual(answer, {
      value: {
        status: stream.isEnabled ? 'ENABLED' : 'DISABLED',
        viewType: stream.viewType,
        shards: shown.slice(0, limit),
        more: shown.length > limit,
      },
    });
  }

  async iterator(
    of: { readonly stream: ModelStream; readonly shard: ModelShard; readonly id: string },
    position: Position,
  ): Promise<Answer<HeldIterator>> {
    const { stream, shard, id } = of;
    const expected = this.#model.iterator(stream, shard, position);
    const actual = await this.#system.iterator(stream.arn, id, position);
    const what = `iterator of ${id} at ${JSON.stringify(position)}`;
    const both = this.#bothAnswer(actual, expected, what);
    if ('refused' in both) return both;
    return { value: { token: both.actual, model: both.expected } };
  }

  /** As `iterator`, by names. */
  async iteratorOf(arn: string, id: string, position: Position): Promise<Answer<HeldIterator>> {
    const stream = this.#streamOf(arn);
    const shard = stream.shards.find((one) => one.id === id);
    assert.ok(shard, `${id} was seen`);
    return this.iterator({ stream, shard, id }, position);
  }

  async read({ token, model }: HeldIterator, limit: number): Promise<Answer<CheckedPage>> {
    const expected = this.#model.read(model, limit);
    const actual = await this.#system.read(token, limit);
    const what = `records of ${model.shard.id ?? ''} behind the ${model.position} first`;
    const both = this.#bothAnswer(actual, expected, what);
    if ('refused' in both) return both;
    const { records, next: nextToken = '' } = both.actual;
    const { viewType, arn } = model.stream;
    assert.deepEqual(
      records.map(comparable),
      both.expected.records.map((record) => comparable(shownRecord(record, viewType))),
      what,
    );
    for (const record of records) this.#checkEventId(arn, record);
    const { next } = both.expected;
    assert.equal(nextToken === '', next === undefined, `the last of ${what}`);
    return { value: { records, next: next && { token: nextToken, model: next } } };
  }

  /** Both are refused alike, or both have a value. */
  #bothAnswer<A, E>(
    actual: Answer<A>,
    expected: Answer<E>,
    what: string,
  ): { readonly refused: string } | { readonly actual: A; readonly expected: E } {
    if ('refused' in expected) {
      assert.deepEqual(actual, this.#refused(expected.refused), what);
      return expected;
    }
    assert.ok('value' in actual, `${what}: ${JSON.stringify(actual)}`);
    return { actual: actual.value, expected: expected.value };
  }

  #refused(kind: string): { readonly refused: string } {
    this.#note(`refused: ${kind}`);
    return { refused: kind };
  }

  #streamOf(arn: string): ModelStream {
    const stream = this.#model.streams.find((one) => one.arn === arn);
    assert.ok(stream, `${arn} was seen`);
    return stream;
  }

  async #shardsOf(stream: ModelStream, limit: number): Promise<SeenShard[]> {
    const shards: SeenShard[] = [];
    for (;;) {
      const last = shards.at(-1)?.id;
      const page = { limit, ...(last === undefined ? {} : { after: last }) };
      const answer = await this.#system.describe(stream.arn, page);
      assert.ok('value' in answer, `${stream.arn}: ${JSON.stringify(answer)}`);
      shards.push(...answer.value.shards);
      if (!answer.value.more) return shards;
    }
  }

  /** Of a shard that came and went unseen, children tell the id. */
  #learn(stream: ModelStream, seen: readonly SeenShard[]): void {
    for (const { id, parent, start } of seen) {
      const shard = stream.shards.find((one) => one.start === start);
      assert.ok(shard, `${id} begins at ${start}, where no shard does`);
      shard.id ??= id;
      if (shard.parent !== undefined) shard.parent.id ??= parent ?? 'none';
      const opened = Number(id.slice('shardId-'.length, -'-12345678'.length));
      assert.equal(opened, shard.openedAt, `when ${id} was opened`);
    }
  }

  #checkEventId(arn: string, { eventId, number }: SeenRecord): void {
    this.#note('record read');
    const name = `${arn} ${number}`;
    const known = this.#eventIds.get(name);
    if (known === undefined) {
      assert.ok(!this.#eventIdsTaken.has(eventId), `${eventId} is the id of one event`);
      this.#eventIds.set(name, eventId);
      this.#eventIdsTaken.add(eventId);
    } else assert.equal(eventId, known, `${number} has one event id`);
  }
}

/** What holds of any stream at any time, whatever was done to it. */
function checkForest(shards: readonly SeenShard[]): void {
  const before = new Map<string, SeenShard>();
  const ids = new Set(shards.map(({ id }) => id));
  let last = '';
  for (const shard of shards) {
    const { id, parent, start, end } = shard;
    assert.ok(id > last, `${id} sorts behind ${last}`);
    assert.ok(end === undefined || end >= start, `${id} ends behind its start`);
    if (parent !== undefined && ids.has(parent)) {
      const elder = before.get(parent);
      assert.ok(elder, `${parent} comes before its child ${id}`);
      assert.ok(
        elder.end !== undefined && elder.end < start,
        `${id} begins behind ${parent}'s end`,
      );
    }
    before.set(id, shard);
    last = id;
  }
}

function viewOf({ id, parent, start, end }: ModelShard): SeenShard {
  return { id: id ?? 'never seen', parent: parent && (parent.id ?? 'never seen'), start, end };
}

function shownRecord(record: ModelRecord, viewType: ViewType): Omit<SeenRecord, 'eventId'> {
  const { before, after, key, number, time, byTimeToLive } = record;
  const changed = after === undefined ? 'REMOVE' : 'MODIFY';
  return {
    eventName: before === undefined ? 'INSERT' : changed,
    key,
    before: viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? before : undefined,
    after: viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? after : undefined,
    viewType,
    seconds: Math.floor(time / 1000),
    number,
    byTimeToLive,
  };
}

/** In one order, and without what the model does not say. */
function comparable(record: Omit<SeenRecord, 'eventId'>): string {
  const { eventName, key, before, after, viewType, seconds, number, byTimeToLive } = record;
  const images = `${printed(before)} -> ${printed(after)}`;
  const author = byTimeToLive ? 'time to live' : 'user';
  return `${number} ${eventName} ${key} ${images} ${viewType} ${seconds} ${author}`;
}
