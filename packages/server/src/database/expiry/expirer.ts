// Deletes items whose time to live has run out: it sleeps until the first one is due, reads what is due
// through the expiry entries in the order of their times, and deletes each item as a write of its own
// that looks once more whether the item is still due. Entries are durable, so a restart goes on where it
// was; in memory there is one number for each table with a time to live.

import { parseItem } from '../../model/item-bytes.ts';
import { keyOfItem } from '../../model/item-key.ts';
import { decodeRecord } from '../../model/catalog-json.ts';
import { allTablesRange, expiriesRange, parseExpiryKey } from '../../model/storage-keys.ts';
import type { Scope, TableDefinition, TimeToLive } from '../../model/table.ts';
import { enabledTimeToLive, oldestExpiryMs } from '../../write/expiry.ts';
import { decodeImage } from '../../write/image.ts';
import { Refused } from '../../write/refusal.ts';
import { Alarm } from '../../base/alarm.ts';
import { Background } from '../../base/background.ts';
import type { DatabaseContext, ExpiryWatch } from '../context.ts';
import { writeItem } from '../items/write-item.ts';
import { readAll } from '../../store/read-all.ts';
import { rangeBeyond } from '../pages/read-page.ts';
import { DueTimes, type WatchedTable } from './due-times.ts';

const step = { count: 64, bytes: 64 * 1024 };
/** How long after a failure it tries again. */
const retryMs = 10_000;

export class Expirer implements ExpiryWatch, AsyncDisposable {
  readonly #context: DatabaseContext;
  readonly #dueTimes = new DueTimes();
  readonly #background: Background;
  readonly #alarm: Alarm;
  #knowsTables = false;

  /** `context` lacks what is built here. Tells `onFailure` of rounds that failed, and tries again. */
  constructor(context: Omit<DatabaseContext, 'expiries'>, onFailure: (error: unknown) => void) {
    this.#context = { ...context, expiries: this };
    this.#background = new Background((stopped) => this.#round(stopped), onFailure);
    this.#alarm = new Alarm(context.runtime.clock, () => this.#background.wake());
  }

  /** Begins with what is due already, for instance since before a restart. */
  start(): void {
    this.#background.wake();
  }

  notice(scope: Scope, table: string, dueAt: number): void {
    const now = this.#context.runtime.clock.now();
    if (dueAt <= now - oldestExpiryMs) return;
    if (!this.#dueTimes.lower({ ...scope, table }, dueAt)) return;
    if (dueAt <= now) this.#background.wake();
    else if (dueAt < this.#alarm.at) this.#alarm.set(dueAt);
  }

  /** Resolves when nothing that is due is being deleted. */
  settled(): Promise<void> {
    return this.#background.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#alarm[Symbol.dispose]();
    await this.#background[Symbol.asyncDispose]();
  }

  async #round(stopped: () => boolean): Promise<void> {
    const { clock } = this.#context.runtime;
    try {
      if (!this.#knowsTables) await this.#findTables();
      while (!stopped()) {
        const next = this.#dueTimes.first();
        if (next === undefined) break;
        const now = clock.now();
        if (next.dueAt > now) {
          this.#alarm.set(next.dueAt);
          break;
        }
        await this.#expireSafely(next, Math.min(now, this.#dueTimes.second()), stopped);
      }
    } catch (error) {
      this.#alarm.set(clock.now() + retryMs);
      throw error;
    }
  }

  /** Watches every table that has a time to live, as if something were due. */
  async #findTables(): Promise<void> {
    for await (const [, value] of readAll(this.#context.store, allTablesRange())) {
      const definition = decodeRecord<TableDefinition>(value);
      if (enabledTimeToLive(definition) === undefined) continue;
      this.#dueTimes.lower({ ...definition, table: definition.name }, -Infinity);
    }
    this.#knowsTables = true;
  }

  /** When it fails, the table stays due. */
  async #expireSafely(watched: WatchedTable, until: number, stopped: () => boolean): Promise<void> {
    const { dueAt } = watched;
    try {
      await this.#expire(watched, { until, stopped });
    } catch (error) {
      this.#dueTimes.lower(watched, dueAt);
      throw error;
    }
  }

  /**
   * Deletes the items of one table that are due up to a time. Afterwards the table is known to be due
   * when its next item is, or at an earlier time noticed meanwhile.
   */
  async #expire(
    watched: WatchedTable,
    at: { readonly until: number; readonly stopped: () => boolean },
  ): Promise<void> {
    const { store, catalog, runtime } = this.#context;
    const known = await catalog.find(watched, watched.table);
    const timeToLive = known === undefined ? undefined : enabledTimeToLive(known.definition);
    if (known === undefined || timeToLive === undefined) {
      this.#dueTimes.forget(watched);
      return;
    }
    // From here on, entries are either found below or noticed.
    this.#dueTimes.reset(watched);
    const oldest = runtime.clock.now() - oldestExpiryMs;
    let range = expiriesOf(known.definition, timeToLive, { after: oldest, until: Infinity });
    for (;;) {
      const page = await store.range({ ...range, direction: 'forward', limit: step });
      const keys = page.entries.map(([key]) => key);
      const due = keys.filter((key) => parseExpiryKey(key).dueAt <= at.until);
      await this.#deleteItems(known.definition, due);
      const next = keys[due.length];
      const last = keys.at(-1);
      if (next !== undefined) this.#dueTimes.lower(watched, parseExpiryKey(next).dueAt);
      if (next !== undefined || last === undefined || !page.more) return;
      if (at.stopped()) return;
      range = rangeBeyond(range, last, 'forward');
    }
  }

  async #deleteItems(table: TableDefinition, expiries: readonly Uint8Array[]): Promise<void> {
    const { store, runtime } = this.#context;
    if (expiries.length === 0) return;
    const items = await store.get(expiries.map((key) => parseExpiryKey(key).item));
    const now = runtime.clock.now();
    const target = { scope: table, table: table.name };
    const deleted = items.map(async (bytes) => {
      if (bytes === undefined) return;
      const key = keyOfItem(table.key, parseItem(decodeImage(bytes).json));
      await writeItem(this.#context, target, (current) => {
        if (current.number !== table.number) {
          throw new Refused({ kind: 'table-not-found', table: table.name });
        }
        return { kind: 'expire', key, now };
      });
    });
    const outcomes = await Promise.allSettled(deleted);
    for (const outcome of outcomes) {
      // A table that is being deleted takes its items with it.
      if (outcome.status === 'rejected' && !(outcome.reason instanceof Refused)) {
        throw outcome.reason;
      }
    }
  }
}

function expiriesOf(
  table: TableDefinition,
  { number }: TimeToLive,
  { after, until }: { readonly after: number; readonly until: number },
) {
  return expiriesRange({ table: table.number, number }, after, until);
}
