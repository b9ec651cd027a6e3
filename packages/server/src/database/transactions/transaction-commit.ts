// The one commit of a transaction: its lanes are those of all its items, so it sees and leaves them as if
// nothing else happened meanwhile.

import { assert } from '../../base/assert.ts';
import { statisticsKey } from '../../model/storage-keys.ts';
import type { CommitRequest, Decision, Key, Value } from '../../store/store.ts';
import { decodeImage } from '../../write/image.ts';
import { decideWrite, type WriteDone } from '../../write/item-write.ts';
import type { Refusal } from '../../write/refusal.ts';
import { transactedReadUnits } from '../capacity.ts';
import type { DatabaseContext } from '../context.ts';
import { ItemChanges } from '../items/item-changes.ts';
import { togetherOrCancelled } from './cancellation.ts';
import type { PlacedWrite } from './place-writes.ts';
import {
  type ReadUnits,
  tokenPut,
  type TokenSlot,
  tokenState,
  type TokenState,
} from './request-token.ts';

export type TransactionOutcome =
  | { readonly kind: 'all-done'; readonly all: readonly WriteDone[] }
  | Extract<TokenState, { readonly kind: 'slot-outdated' | 'repeated' }>
  | Refusal;

/** Keeps the token in `slot`, if there is one, and does nothing when it is kept already. */
export function transactionCommit(
  context: DatabaseContext,
  writes: readonly PlacedWrite[],
  slot: TokenSlot | undefined,
): CommitRequest<TransactionOutcome> {
  const items = writes.map(({ place }) => place.key);
  const statistics = statisticsByLane(writes);
  const lanes = [...statistics.keys()];
  const slotAt = items.length + lanes.length;
  return {
    lanes: [...lanes, ...(slot === undefined ? [] : [slot.lane])].toSorted(),
    reads: [...items, ...statistics.values(), ...(slot?.keys ?? [])],
    decide({ values }): Decision<TransactionOutcome> {
      const now = context.runtime.clock.now();
      if (slot !== undefined) {
        const state = tokenState(slot, values.slice(slotAt), now);
        if (state.kind !== 'unused') return { result: state };
      }
      const outcome = togetherOrCancelled(outcomesOf(writes, values));
      if (outcome.kind !== 'all-done') return { result: outcome };
      const changes = new ItemChanges(context);
      for (const [index, done] of outcome.all.entries()) {
        const { table, place } = at(writes, index);
        const counted = values[items.length + lanes.indexOf(place.lane)];
        changes.add({ table, place, counted, done });
      }
      if (slot !== undefined) changes.put(...tokenPut(slot, readUnits(writes, outcome.all), now));
      return changes.decision<TransactionOutcome>(outcome);
    },
  };
}

/** The keys of the statistics of all lanes. */
function statisticsByLane(writes: readonly PlacedWrite[]): ReadonlyMap<string, Key> {
  return new Map(
    writes.map(({ table, place }) => [place.lane, statisticsKey(table.number, place.lane)]),
  );
}

/** `values` begin with those of the items. No two writes are of one item, so each sees the snapshot. */
function outcomesOf(
  writes: readonly PlacedWrite[],
  values: readonly (Value | undefined)[],
): (WriteDone | Refusal)[] {
  return writes.map(({ table, write }, index) => {
    const stored = values[index];
    return decideWrite(table, write, stored === undefined ? undefined : decodeImage(stored));
  });
}

/** What reading the larger image of each item would cost (observed on AWS). */
function readUnits(writes: readonly PlacedWrite[], all: readonly WriteDone[]): ReadUnits {
  const byTable = new Map<string, number>();
  for (const [index, { before, after }] of all.entries()) {
    const { name } = at(writes, index).table;
    const units = transactedReadUnits(Math.max(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0));
    byTable.set(name, (byTable.get(name) ?? 0) + units);
  }
  return [...byTable].map(([table, units]) => ({ table, units }));
}

function at(writes: readonly PlacedWrite[], index: number): PlacedWrite {
  const write = writes[index];
  assert(write !== undefined, 'there is an outcome for each write');
  return write;
}
