// One item's write, committed: the item, its statistics and its log entry, all or nothing.

import type { Scope, TableDefinition } from '../../model/table.ts';
import { statisticsKey } from '../../model/storage-keys.ts';
import type { CommitRequest, Decision, Snapshot } from '../../store/store.ts';
import { decodeImage } from '../../write/image.ts';
import { decideWrite, type ItemWrite, type WriteDone } from '../../write/item-write.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import { commitOnTable, type TableTarget } from '../catalog/commit-on-table.ts';
import type { KnownTable } from '../catalog/table-catalog.ts';
import type { DatabaseContext } from '../context.ts';
import { placeOf } from '../../write/item-place.ts';
import { ItemChanges } from './item-changes.ts';

/**
 * Runs a write. `prepare` turns the request into a write for one version of the table, and throws
 * InvalidInput when it does not fit.
 */
export async function writeItem(
  context: DatabaseContext,
  { scope, table }: { readonly scope: Scope; readonly table: string },
  prepare: (table: TableDefinition) => ItemWrite,
): Promise<WriteDone> {
  const find = () => context.catalog.ready(scope, table);
  return writeFound(context, { scope, name: table, find }, prepare);
}

/** As `writeItem`, on a table that is looked up as the target says. */
export async function writeFound(
  context: DatabaseContext,
  target: TableTarget,
  prepare: (table: TableDefinition) => ItemWrite,
): Promise<WriteDone> {
  const outcome = await commitOnTable(context.store, context.catalog, target, (known) =>
    itemCommit(context, known, prepare(known.definition)),
  );
  if (outcome.kind !== 'done') throw new Refused(outcome);
  noticeExpiry(context, { scope: target.scope, table: target.name }, outcome);
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
      const changes = new ItemChanges(context);
      changes.add({ table: definition, place, counted, done: result });
      return changes.decision<WriteDone | Refusal>(result);
    },
  };
}
