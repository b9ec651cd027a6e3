// The actions of a transaction against one version of their tables.

import { assert } from '../../base/assert.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { TableDefinition } from '../../model/table.ts';
import { type ItemPlace, placeOf } from '../../write/item-place.ts';
import type { ItemWrite } from '../../write/item-write.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import type { KnownTable } from '../catalog/table-catalog.ts';
import { cancelledBy } from './cancellation.ts';
import type { PreparedAction } from './prepare-action.ts';

/** A write, and where its item lies. */
export interface PlacedWrite {
  readonly table: TableDefinition;
  readonly place: ItemPlace;
  readonly write: ItemWrite;
}

/**
 * In the order of the actions.
 *
 * @throws InvalidInput or Refused
 */
export function placeWrites(
  actions: readonly PreparedAction[],
  tables: TablesByName,
): PlacedWrite[] {
  for (const action of actions) action.refuseEmptyKeys(tableOf(tables, action));
  return placeAll(actions, (action) => {
    const table = tableOf(tables, action);
    const write = action.write(table);
    return { table, place: placeOf(table, write.key), write };
  });
}

/**
 * Places each action or get of a transaction. `placeOne` throws InvalidInput when one is invalid, which
 * cancels the transaction, unless the others are about one item.
 *
 * @throws InvalidInput or Refused
 */
export function placeAll<Asked, Placed extends { readonly place: ItemPlace }>(
  all: readonly Asked[],
  placeOne: (asked: Asked) => Placed,
): Placed[] {
  const placed: Placed[] = [];
  let cancelled: Refusal | undefined;
  for (const [index, asked] of all.entries()) {
    try {
      placed.push(placeOne(asked));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const { family, message } = error;
      cancelled ??= cancelledBy({ kind: 'invalid', family, message }, index, all.length);
    }
  }
  refuseSameItems(placed);
  if (cancelled !== undefined) throw new Refused(cancelled);
  return placed;
}

/** A place's key names its table too. */
function refuseSameItems(placed: readonly { readonly place: ItemPlace }[]): void {
  const distinct = new Set(placed.map(({ place }) => Buffer.from(place.key).toString('latin1')));
  if (distinct.size === placed.length) return;
  const text = 'Transaction request cannot include multiple operations on one item';
  throw new InvalidInput('rule', text);
}

export type TablesByName = ReadonlyMap<string, TableDefinition>;

export function tablesByName(known: readonly KnownTable[]): TablesByName {
  return new Map(known.map(({ definition }) => [definition.name, definition]));
}

export function tableOf(
  tables: TablesByName,
  { table: name }: { readonly table: string },
): TableDefinition {
  const table = tables.get(name);
  assert(table !== undefined, 'every table of a transaction is looked up');
  return table;
}
