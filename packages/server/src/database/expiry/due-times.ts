// When the tables with a time to live have something due next.

import type { Scope } from '../../model/table.ts';

export interface WatchedTable extends Scope {
  readonly table: string;
  /** Epoch milliseconds; Infinity when nothing is due. */
  readonly dueAt: number;
}

type TableName = Omit<WatchedTable, 'dueAt'>;

export class DueTimes {
  readonly #tables = new Map<string, TableName & { dueAt: number }>();

  /** Makes a table due at a time, unless it is earlier already. Says whether it was not. */
  lower(name: TableName, dueAt: number): boolean {
    const key = keyOf(name);
    const known = this.#tables.get(key);
    if (known === undefined) {
      const { account, region, table } = name;
      this.#tables.set(key, { account, region, table, dueAt });
      return true;
    }
    if (known.dueAt <= dueAt) return false;
    known.dueAt = dueAt;
    return true;
  }

  /** Makes a table due never, until it is lowered. */
  reset(name: TableName): void {
    const known = this.#tables.get(keyOf(name));
    if (known !== undefined) known.dueAt = Infinity;
  }

  forget(name: TableName): void {
    this.#tables.delete(keyOf(name));
  }

  /** The table that is due first; undefined when none is. */
  first(): WatchedTable | undefined {
    let first: WatchedTable | undefined;
    for (const table of this.#tables.values()) {
      if (table.dueAt < (first?.dueAt ?? Infinity)) first = table;
    }
    return first;
  }

  /** When the table behind the first one is due; Infinity when there is none. */
  second(): number {
    let [first, second] = [Infinity, Infinity];
    for (const { dueAt } of this.#tables.values()) {
      if (dueAt < first) [first, second] = [dueAt, first];
      else if (dueAt < second) second = dueAt;
    }
    return second;
  }
}

function keyOf({ account, region, table }: TableName): string {
  return `${account}/${region}/${table}`;
}
