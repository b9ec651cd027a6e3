// Rolls shards over when they have been open for their time. Between rounds it sleeps until the oldest
// open shard is due, and no longer than a shard's life: one that opens meanwhile is not due before.

import { decodeRecord } from '../../model/catalog-json.ts';
import { allTablesRange, shardKey } from '../../model/storage-keys.ts';
import type { ShardDefinition } from '../../model/stream.ts';
import type { TableDefinition } from '../../model/table.ts';
import { Refused } from '../../write/refusal.ts';
import { Alarm } from '../../base/alarm.ts';
import { Background } from '../../base/background.ts';
import type { DatabaseContext } from '../context.ts';
import { readAll } from '../../store/read-all.ts';
import { rollOldShards } from './roll-shards.ts';

/** How long after a failure, or behind a table that is busy, it tries again. */
const retryMs = 10_000;

export class ShardRoller implements AsyncDisposable {
  readonly #context: DatabaseContext;
  readonly #lifetimeMs: number;
  readonly #background: Background;
  readonly #alarm: Alarm;

  /** Tells `onFailure` of rounds that failed, and tries again. */
  constructor(context: DatabaseContext, lifetimeMs: number, onFailure: (error: unknown) => void) {
    this.#context = context;
    this.#lifetimeMs = lifetimeMs;
    this.#background = new Background((stopped) => this.#round(stopped), onFailure);
    this.#alarm = new Alarm(context.runtime.clock, () => this.#background.wake());
  }

  /** Begins with what became due before a restart. */
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
    const { clock } = this.#context.runtime;
    this.#alarm.set(clock.now() + retryMs);
    let next = clock.now() + this.#lifetimeMs;
    for await (const [, value] of readAll(this.#context.store, allTablesRange())) {
      if (stopped()) return;
      next = Math.min(next, await this.#roll(decodeRecord<TableDefinition>(value)));
    }
    this.#alarm.set(next);
  }

  /** Rolls over what is due. Resolves with when the table's next shard will be. */
  async #roll(table: TableDefinition): Promise<number> {
    const { clock } = this.#context.runtime;
    const oldest = await this.#oldestOpening(table);
    if (oldest === undefined) return Infinity;
    const now = clock.now();
    if (oldest + this.#lifetimeMs > now) return oldest + this.#lifetimeMs;
    try {
      const openedUntil = now - this.#lifetimeMs;
      await rollOldShards(this.#context, table, { table: table.name, openedUntil });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // It is being created, or is gone.
      return now + retryMs;
    }
    return Math.min(clock.now() + this.#lifetimeMs, await this.#dueBehind(table));
  }

  /** When the oldest of the shards that were not due will be. */
  async #dueBehind(table: TableDefinition): Promise<number> {
    const current = await this.#context.catalog.find(table, table.name);
    const oldest = current && (await this.#oldestOpening(current.definition));
    return oldest === undefined ? Infinity : oldest + this.#lifetimeMs;
  }

  async #oldestOpening(table: TableDefinition): Promise<number | undefined> {
    const { stream } = table;
    if (stream === undefined) return undefined;
    const name = { ...table, table: table.name, label: stream.label };
    const stored = await this.#context.store.get(stream.shards.map((id) => shardKey(name, id)));
    const openings = stored.flatMap((bytes) =>
      bytes === undefined ? [] : [decodeRecord<ShardDefinition>(bytes).openedAt],
    );
    return openings.length === 0 ? undefined : Math.min(...openings);
  }
}
