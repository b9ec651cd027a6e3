// Runs a program on a system and on the model, step by step, and compares what both say.

import assert from 'node:assert/strict';
import { CheckedStreams, type HeldIterator } from './checked-streams.ts';
import { batchedWrite, type ItemWrite, itemWrite } from './item-writes.ts';
import { LineageReader } from './lineage-reader.ts';
import {
  type Answer,
  type Item,
  lastNumber,
  type ModelShard,
  type ModelStream,
  type Position,
  printed,
} from './model-state.ts';
import { StreamModel } from './model.ts';
import type { Program, Step } from './steps.ts';
import type { System } from './system.ts';

export const startAt = Date.UTC(2026, 0, 1, 0, 0, 0, 137);

const minuteMs = 60_000;
/** Splits of tables that have more become rollovers. */
const mostPartitions = 12;
const mostIterators = 100;
const retentionMs: Readonly<Record<string, number>> = {
  '1m': minuteMs,
  '20m': 20 * minuteMs,
  '5h': 300 * minuteMs,
  PT36H: 36 * 60 * minuteMs,
};

/** How often what came about: steps, refusals, records. */
export type Tally = Map<string, number>;

export async function runProgram(system: System, program: Program, tally: Tally): Promise<void> {
  const note = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);
  const run = new Run(system, program, note);
  for (const [index, step] of [program.table, ...program.steps].entries()) {
    note(`step: ${step.do}`);
    try {
      await run.step(step);
    } catch (error) {
      throw new Error(`at step ${index}, ${JSON.stringify(step)}`, { cause: error });
    }
  }
  await run.finish();
}

interface ChosenShard {
  readonly stream: ModelStream;
  readonly shard: ModelShard;
  readonly id: string;
}

class Run {
  readonly #system: System;
  readonly #model: StreamModel;
  readonly #streams: CheckedStreams;
  readonly #reader: LineageReader;
  readonly #iterators: HeldIterator[] = [];
  readonly #note: (what: string) => void;

  constructor(system: System, program: Program, note: (what: string) => void) {
    this.#system = system;
    this.#model = new StreamModel({ now: startAt, ...program });
    this.#streams = new CheckedStreams(system, this.#model, note);
    this.#reader = new LineageReader(this.#streams);
    this.#note = note;
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case 'write':
      case 'batch':
      case 'transact':
        return this.#write(step);
      case 'iterator':
        return this.#iterator(step);
      case 'read':
        return this.#read(step);
      case 'describe':
      case 'children':
      case 'behind':
        return this.#describe(step);
      case 'poll':
        return this.#reader.poll(step.pages, step.limit);
      case 'split':
      case 'roll':
      case 'expire':
      case 'trim':
        return this.#shards(step);
      case 'leap':
      case 'restart':
        await this.#pass(step);
        return this.#streams.look();
      default:
        await this.#table(step);
        return this.#streams.look();
    }
  }

  async finish(): Promise<void> {
    for (const stream of this.#model.openStreams()) {
      for (const limit of [1, 2, 7]) await this.#streams.shards(stream.arn, limit);
    }
    await this.#reader.poll(Infinity, 1000);
    this.#reader.check(this.#model.streams);
    const items = await this.#system.items();
    const { table } = this.#model;
    if (table === undefined) assert.deepEqual(items, { refused: 'table-not-found' });
    else {
      assert.ok('value' in items);
      const byText = (all: Iterable<Item>): string[] => [...all].map(printed).toSorted();
      assert.deepEqual(byText(items.value), byText(table.items.values()), 'items');
    }
    assert.deepEqual(await this.#system.problems(), []);
  }

  async #write(step: Extract<Step, { do: 'write' | 'batch' | 'transact' }>): Promise<void> {
    const { now, table } = this.#model;
    const situation = { items: table?.items ?? new Map<string, Item>(), now };
    const steps = step.do === 'write' ? [step.item] : step.items;
    const prepare = step.do === 'batch' ? batchedWrite : itemWrite;
    const writes = steps.map((item) => prepare(item, situation));
    const actual = await this.#send(step.do, writes);
    const changes = writes.flatMap(({ change }) => change ?? []);
    const isRefused = changes.length < writes.length;
    const refused = step.do === 'transact' ? 'transaction-cancelled' : 'condition-failed';
    const expected = isRefused && table !== undefined ? { refused } : this.#model.write(changes);
    this.#same(actual, expected);
  }

  #send(
    how: 'write' | 'batch' | 'transact',
    all: readonly ItemWrite[],
  ): Promise<Answer<undefined>> {
    const writes = all.map(({ write }) => write);
    if (how !== 'write') return this.#system[how](writes);
    const [write] = writes;
    assert.ok(write !== undefined && write.kind !== 'check');
    return this.#system.write(write);
  }

  async #table(
    step: Extract<
      Step,
      { do: 'create' | 'delete-table' | 'stream' | 'retain' | 'expiry' | 'recovery' }
    >,
  ): Promise<void> {
    switch (step.do) {
      case 'create': {
        const { partitions, view: viewType, retention } = step;
        const expected = this.#model.createTable({
          partitions,
          viewType,
          retentionMs: retentionMs[retention ?? ''],
        });
        const asked = { partitions, viewType, retention };
        this.#same(await this.#system.createTable(asked), expected);
        if (step.isRecoverable) await this.#table({ do: 'recovery', on: true });
        return;
      }
      case 'delete-table':
        return this.#same(await this.#system.deleteTable(), this.#model.deleteTable());
      case 'stream':
        return this.#same(
          await this.#system.setStream(step.view),
          this.#model.setStream(step.view),
        );
      case 'retain':
        return this.#same(
          await this.#system.setRetention(step.retention),
          this.#model.setRetention(retentionMs[step.retention ?? '']),
        );
      case 'expiry':
        return this.#same(
          await this.#system.setTimeToLive(step.on),
          this.#model.setTimeToLive(step.on),
        );
      case 'recovery':
        return this.#same(
          await this.#system.setRecovery(step.on),
          this.#model.setRecovery(step.on),
        );
    }
  }

  async #shards(step: Extract<Step, { do: 'split' | 'roll' | 'expire' | 'trim' }>): Promise<void> {
    const chosen = step.shard === undefined ? undefined : this.#shard(step.shard);
    // Without any shard seen, the first steps of a program are about all.
    const { id, shard } = chosen ?? { id: undefined, shard: undefined };
    let actual: Answer<readonly string[]>;
    let expected: Answer<readonly ModelShard[]>;
    if (step.do === 'trim') {
      const upTo = step.number === undefined ? undefined : this.#number(chosen, step.number);
      actual = await this.#system.trim(id, upTo);
      expected = this.#model.trim(shard, upTo);
    } else {
      const { partitions = [] } = this.#model.table ?? {};
      const isFull = (shard === undefined ? 2 : 1) * partitions.length > mostPartitions;
      const what = step.do === 'split' && isFull ? 'roll' : step.do;
      actual = await this.#system[what](id);
      expected = this.#model[what](shard);
    }
    await this.#streams.look();
    const named =
      'refused' in expected
        ? expected
        : { value: expected.value.map((one) => one.id ?? 'never seen').toSorted() };
    this.#same('refused' in actual ? actual : { value: [...actual.value].toSorted() }, named);
  }

  async #iterator(step: Extract<Step, { do: 'iterator' }>): Promise<void> {
    const of = this.#shard(step.shard);
    if (of === undefined) return;
    const answer = await this.#streams.iterator(of, this.#position(of, step));
    if ('value' in answer) this.#hold(answer.value);
  }

  #position(of: ChosenShard, step: Extract<Step, { do: 'iterator' }>): Position {
    const type = ['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const;
    const asked = type[step.type % 4] as (typeof type)[number];
    if (asked === 'TRIM_HORIZON' || asked === 'LATEST') return { type: asked };
    const owner = step.type % 7 === 0 ? this.#shard(step.from) : of;
    return { type: asked, sequenceNumber: this.#number(owner, step.from) };
  }

  async #read(step: Extract<Step, { do: 'read' }>): Promise<void> {
    // Mostly one of the latest that are good still, sometimes any: what was read may be read again.
    const good = this.#iterators.filter(({ model }) => {
      const isOld = this.#model.now > model.issuedAt + 15 * minuteMs;
      return !isOld && model.expiries === model.shard.expiries;
    });
    const recent = step.iterator % 5 === 0 ? this.#iterators : good.slice(-6);
    const iterator = recent[step.iterator % recent.length];
    if (iterator === undefined) return;
    const answer = await this.#streams.read(iterator, step.limit);
    if ('value' in answer && answer.value.next !== undefined) this.#hold(answer.value.next);
  }

  #hold(iterator: HeldIterator): void {
    this.#iterators.push(iterator);
    if (this.#iterators.length > mostIterators) this.#iterators.splice(0, mostIterators / 2);
  }

  async #describe(step: Extract<Step, { do: 'describe' | 'children' | 'behind' }>): Promise<void> {
    const limit = Math.min(step.limit, 100);
    if (step.do === 'describe') {
      const { streams } = this.#model;
      const stream = streams[step.stream % streams.length];
      if (stream !== undefined) await this.#streams.describe(stream, { limit });
      return;
    }
    const of = this.#shard(step.shard);
    if (of === undefined) return;
    const page = step.do === 'children' ? { childrenOf: of.id } : { after: of.id };
    await this.#streams.describe(of.stream, { limit, ...page });
  }

  async #pass(step: Extract<Step, { do: 'leap' | 'restart' }>): Promise<void> {
    const { now } = this.#model;
    const time = timeOf(now + step.ms, step.to);
    if (step.do === 'leap') {
      await this.#system.advance(time - now);
      this.#model.advanceTo(time);
      return;
    }
    // What became due while the server was away is done in any order.
    const next = this.#model.nextExpiry() <= time ? now : time;
    await this.#system.restart(next - now);
    this.#model.reopenAt(next);
  }

  /** Any shard that was ever seen, mostly one of the latest; sometimes one that never was. */
  #shard(pick: number): ChosenShard | undefined {
    const known = this.#model.streams.flatMap((stream) =>
      stream.shards.flatMap((shard): ChosenShard[] =>
        shard.id === undefined ? [] : [{ stream, shard, id: shard.id }],
      ),
    );
    const among = pick % 3 === 0 ? known : known.slice(-8);
    const chosen = among[pick % among.length];
    if (chosen === undefined || pick % 23 !== 22) return chosen;
    const id = 'shardId-00000001767225600137-00000000';
    return { ...chosen, shard: { ...chosen.shard, id }, id };
  }

  /** A number of the shard's, one beside it, or one of no shard. */
  #number(of: ChosenShard | undefined, pick: number): string {
    if (of === undefined || pick % 17 === 16) return '0'.repeat(21);
    const { shard } = of;
    const numbers = [shard.start, lastNumber(shard), ...shard.records.map(({ number }) => number)];
    const number = numbers[pick % numbers.length] as string;
    const beside = [0n, 0n, 0n, 1n, -1n][Math.floor(pick / numbers.length) % 5] as bigint;
    return String(BigInt(number) + beside);
  }

  #same(actual: Answer<unknown>, expected: Answer<unknown>): void {
    if ('refused' in expected) this.#note(`refused: ${expected.refused}`);
    assert.deepEqual(actual, expected);
  }
}

/**
 * A full minute, when retention is looked after, or a moment within the first half of a second. Items are
 * due at other full seconds, so that never both a shard and an item are due at once.
 */
function timeOf(time: number, to: 'minute' | 'moment'): number {
  if (to === 'minute') return Math.ceil(time / minuteMs) * minuteMs;
  const ms = time % 1000;
  return time % minuteMs === 0 || (ms >= 1 && ms < 500) ? time : time - ms + 1000 + 1 + (ms % 499);
}
