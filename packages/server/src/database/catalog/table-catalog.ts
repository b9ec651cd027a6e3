// Table definitions, cached. The store stays the authority: a commit that depends on a definition reads
// its key and goes on only if the bytes are those that the cache had (see `on-table.ts`), so the cache
// can be stale, but nobody can act on a stale definition.

import { compareBytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/runtime.ts';
import { decodeRecord } from '../../model/catalog-json.ts';
import { tableKey } from '../../model/storage-keys.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { Store } from '../../store/store.ts';
import { Refused } from '../../write/refusal.ts';
import { isGone, tableStatus } from './table-status.ts';

export interface KnownTable {
  readonly definition: TableDefinition;
  /** The definition's key in the store, and the bytes that stood there when it was read. */
  readonly key: Uint8Array;
  readonly bytes: Uint8Array;
}

export class TableCatalog {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #known = new Map<string, KnownTable>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The table as the cache has it, else as the store has it; undefined when there is none. */
  async find(scope: Scope, name: string): Promise<KnownTable | undefined> {
    const known = this.#known.get(cacheKey(scope, name)) ?? (await this.#load(scope, name));
    return known === undefined || isGone(known.definition, this.#clock) ? undefined : known;
  }

  /** The table for an operation on its items. */
  async ready(scope: Scope, name: string): Promise<KnownTable> {
    const known = await this.find(scope, name);
    if (known === undefined) throw new Refused({ kind: 'table-not-found', table: name });
    const status = tableStatus(known.definition, this.#clock);
    if (status === 'CREATING' || status === 'DELETING') {
      throw new Refused({ kind: 'table-not-found', table: name });
    }
    return known;
  }

  /** Forgets what is cached, after a commit that changed it or met something else in the store. */
  forget(scope: Scope, name: string): void {
    this.#known.delete(cacheKey(scope, name));
  }

  async #load(scope: Scope, name: string): Promise<KnownTable | undefined> {
    const key = tableKey({ ...scope, table: name });
    const [bytes] = await this.#store.get([key]);
    if (bytes === undefined) return undefined;
    const known = { definition: decodeRecord<TableDefinition>(bytes), key, bytes };
    this.#known.set(cacheKey(scope, name), known);
    return known;
  }
}

function cacheKey(scope: Scope, name: string): string {
  return `${scope.account}/${scope.region}/${name}`;
}

/** Whether the store still holds the definition that `known` was read from. */
export function isCurrent(known: KnownTable, stored: Uint8Array | undefined): boolean {
  return stored !== undefined && compareBytes(stored, known.bytes) === 0;
}
