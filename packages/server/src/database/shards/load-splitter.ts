// Splits shards that take more records than one is meant to, as AWS splits partitions under load. Every
// ten seconds it looks how far each lane has got; three times in a row above the bound is a split.

import { decodeRecord } from '../../model/catalog-json.ts';
import { isDivisible } from '../../model/partition.ts';
import { allTablesRange } from '../../model/storage-keys.ts';
import type { TableDefinition } from '../../model/table.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { Refused } from '../../write/refusal.ts';
import { Alarm } from '../../base/alarm.ts';
import { Background } from '../../base/background.ts';
import type { DatabaseContext } from '../context.ts';
import { readAll } from '../../store/read-all.ts';
import { mostPartitions, splitShards } from './split-shards.ts';
import { headOf } from './stored-shards.ts';

const periodMs = 10_000;
/** Periods in a row that make a load sustained. */
const periods = 3;

interface LaneLoad {
  readonly head: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Periods in a row above the bound. */
  readonly above: number;
}

export class LoadSplitter implements AsyncDisposable {
  readonly #context: DatabaseContext;
  /** Records a second. */
  readonly #bound: number;
  readonly #background: Background;
  readonly #alarm: Alarm;
  #loads = new Map<string, LaneLoad>();

  constructor(context: DatabaseContext, bound: number, onFailure: (error: unknown) => void) {
    this.#context = context;
    this.#bound = bound;
    this.#background = new Background((stopped) => this.#round(stopped), onFailure);
    this.#alarm = new Alarm(context.runtime.clock, () => this.#background.wake());
  }

  start(): void {
    this.#background.wake();
  }

  settled(): Promise<void> {
    return this.#background.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#alarm[Symbol.dispose]();
    await this.#background[Symbol.asyncDispose]();
  }

  async #round(stopped: () => boolean): Promise<void> {
    const { store, runtime } = this.#context;
    this.#alarm.set(runtime.clock.now() + periodMs);
    const loads = new Map<string, LaneLoad>();
    for await (const [, value] of readAll(store, allTablesRange())) {
      if (stopped()) return;
      const table = decodeRecord<TableDefinition>(value);
      if (table.stream === undefined) continue;
      for (const [index, { lane }] of table.partitions.entries()) {
        const load = await this.#loadOf(lane);
        loads.set(lane, load);
        if (load.above >= periods) await this.#split(table, index);
      }
    }
    this.#loads = loads;
  }

  async #loadOf(lane: string): Promise<LaneLoad> {
    const { store, runtime } = this.#context;
    const before = this.#loads.get(lane);
    const head = await headOf(store, lane);
    const at = runtime.clock.now();
    if (before === undefined || at <= before.at) return { head, at, above: 0 };
    const perSecond = ((head - before.head) * 1000) / (at - before.at);
    return { head, at, above: perSecond > this.#bound ? before.above + 1 : 0 };
  }

  async #split(table: TableDefinition, index: number): Promise<void> {
    const { partitions, stream, name } = table;
    const shard = stream?.shards[index];
    if (shard === undefined || partitions.length >= mostPartitions) return;
    if (!isDivisible(partitions, index)) return;
    try {
      await splitShards(this.#context, table, { table: name, shard });
    } catch (error) {
      // It was split or copied meanwhile, or its table is gone: the next round sees what there is then.
      if (!(error instanceof Refused) && !(error instanceof InvalidInput)) throw error;
    }
  }
}
