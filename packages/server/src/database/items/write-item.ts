// One item's write, committed: the item, its statistics and its log entry, all or nothing.

import type { Scope, TableDefinition } from '../../model/table.ts';
import { statisticsKey } from '../../model/storage-keys.ts';
import type { CommitRequest, Decision, Snapshot } from '../../store/store.ts';
import type { Change } from '../../write/change.ts';
import { type StoreWrites, writeDerived } from '../../write/derived-changes.ts';
import { encodeEntry, type KeptImages } from '../../write/entry.ts';
import { decodeImage, encodeImage } from '../../write/image.ts';
import { decideWrite, type ItemWrite, type WriteDone } from '../../write/item-write.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import { afterChange, decodeStatistics, encodeStatistics } from '../../write/statistics.ts';
import { commitOnTable } from '../catalog/commit-on-table.ts';
import type { KnownTable } from '../catalog/table-catalog.ts';
import type { DatabaseContext, DatabaseOptions } from '../context.ts';
import { type ItemPlace, placeOf } from '../../write/item-place.ts';

/**
 * Runs a write. `prepare` turns the request into a write for one version of the table, and throws
 * InvalidInput when it does not fit.
 */
export async function writeItem(
  context: DatabaseContext,
  target: { readonly scope: Scope; readonly table: string },
  prepare: (table: TableDefinition) => ItemWrite,
): Promise<WriteDone> {
  const { store, catalog } = context;
  const { scope, table } = target;
  const outcome = await commitOnTable(
    store,
    catalog,
    { scope, name: table, find: () => catalog.ready(scope, table) },
    (known) => itemCommit(context, known, prepare(known.definition)),
  );
  if (outcome.kind !== 'done') throw new Refused(outcome);
  noticeExpiry(context, target, outcome);
  return outcome;
}

/** To be told of each write once it is durable, lest its item expires late. */
export function noticeExpiry(
  { expiries }: DatabaseContext,
  { scope, table }: { readonly scope: Scope; readonly table: string },
  { expiryChange }: Pick<WriteDone, 'expiryChange'>,
): void {
  if (expiryChange?.after !== undefined) expiries.notice(scope, table, expiryChange.after);
}

function itemCommit(
  context: DatabaseContext,
  { definition }: KnownTable,
  write: ItemWrite,
): CommitRequest<WriteDone | Refusal> {
  const place = placeOf(definition, write.key);
  const statistics = statisticsKey(definition.number, place.lane);
  return {
    lanes: [place.lane],
    reads: [place.key, statistics],
    decide({ values: [stored, counted] }: Snapshot): Decision<WriteDone | Refusal> {
      const before = stored === undefined ? undefined : decodeImage(stored);
      const result = decideWrite(definition, write, before);
      if (result.kind !== 'done' || result.change === undefined) return { result };
      const { change, indexChanges } = result;
      const count = encodeStatistics(afterChange(decodeStatistics(counted), change, indexChanges));
      const appends = logged(context, definition, { change, place });
      const writes: StoreWrites = { puts: [[statistics, count]], deletes: [] };
      if (change.after === undefined) writes.deletes.push(place.key);
      else writes.puts.push([place.key, encodeImage(change.after, definition.lastIndexNumber)]);
      writeDerived(result, { table: definition, itemKey: place.key }, writes);
      return { ...writes, appends, result };
    },
  };
}

function logged(
  { runtime, options }: DatabaseContext,
  definition: TableDefinition,
  { change, place }: { readonly change: Change; readonly place: ItemPlace },
): NonNullable<Decision<unknown>['appends']> {
  const kept = keptImages(definition, options);
  if (kept === undefined) return [];
  return [{ lane: place.lane, entry: encodeEntry(change, runtime.clock.now(), kept) }];
}

/** What the log keeps of a change to the table; undefined when nobody reads its log. */
export function keptImages(
  { stream }: TableDefinition,
  { logEverything }: DatabaseOptions,
): KeptImages | undefined {
  if (logEverything) return { new: true, old: true };
  switch (stream?.viewType) {
    case undefined:
      return undefined;
    case 'KEYS_ONLY':
      return { new: false, old: false };
    case 'NEW_IMAGE':
      return { new: true, old: false };
    case 'OLD_IMAGE':
      return { new: false, old: true };
    case 'NEW_AND_OLD_IMAGES':
      return { new: true, old: true };
  }
}
