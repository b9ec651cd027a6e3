// Fills new indexes, and the expiry entries of a time to live just enabled, with the items that their
// tables had already: in the background, in bounded steps,
// while writes go on. Each step is one item's commit, which puts its entries and marks the item as
// indexed (`indexEpoch`, write/image.ts), so that a write of the item knows which entries it has, and a
// restart goes on where it was.

import { decodeRecord, encodeRecord } from '../model/catalog-json.ts';
import { parseItem } from '../model/item-bytes.ts';
import { keyOfItem } from '../model/item-key.ts';
import { allTablesRange, itemsRange, statisticsKey } from '../model/storage-keys.ts';
import type { TableDefinition } from '../model/table.ts';
import type { Decision } from '../store/store.ts';
import {
  type DerivedChanges,
  derivedChanges,
  nothingDerived,
  type StoreWrites,
  writeDerived,
} from '../write/derived-changes.ts';
import { decodeImage, encodeImage, type StoredImage } from '../write/image.ts';
import { placeOf } from '../write/item-place.ts';
import { afterChange, decodeStatistics, encodeStatistics } from '../write/statistics.ts';
import { allLanes, commitOnTable } from './catalog/commit-on-table.ts';
import type { KnownTable } from './catalog/table-catalog.ts';
import type { DatabaseContext } from './context.ts';
import { noticeExpiry } from './items/write-item.ts';
import { rangeBeyond } from './pages/read-page.ts';
import { readAll } from '../store/read-all.ts';

const step = { count: 64, bytes: 256 * 1024 };

/** One round over all tables; `stopped` is asked between steps. */
export async function backFillAll(context: DatabaseContext, stopped: () => boolean): Promise<void> {
  const waiting: TableDefinition[] = [];
  for await (const [, value] of readAll(context.store, allTablesRange())) {
    const table = decodeRecord<TableDefinition>(value);
    if (isBackfilling(table)) waiting.push(table);
  }
  for (const table of waiting) await backFill(context, table, stopped);
}

function isBackfilling({ indexes, timeToLive }: TableDefinition): boolean {
  return (
    timeToLive?.backfilling === true || indexes.some(({ backfilling }) => backfilling === true)
  );
}

async function backFill(
  context: DatabaseContext,
  table: TableDefinition,
  stopped: () => boolean,
): Promise<void> {
  let range = itemsRange(table.number);
  for (;;) {
    if (stopped()) return;
    const page = await context.store.range({ ...range, direction: 'forward', limit: step });
    const behind = page.entries.filter(
      ([, value]) => decodeImage(value).indexEpoch < table.lastIndexNumber,
    );
    const filled = behind.map(([, value]) => fillItem(context, table, decodeImage(value)));
    if ((await Promise.all(filled)).includes('gone')) return;
    const last = page.entries.at(-1)?.[0];
    if (!page.more || last === undefined) break;
    range = rangeBeyond(range, last, 'forward');
  }
  await finish(context, table);
}

/** Puts the entries that one item lacks. `gone` when the table is no longer there. */
async function fillItem(
  context: DatabaseContext,
  table: TableDefinition,
  seen: StoredImage,
): Promise<'filled' | 'gone'> {
  const key = keyOfItem(table.key, parseItem(seen.json));
  let missing: DerivedChanges = nothingDerived;
  const outcome = await onSameTable(context, table, ({ definition }) => {
    // Partitions may have changed since the round began, and with them the item's lane.
    const place = placeOf(definition, key);
    const statistics = statisticsKey(definition.number, place.lane);
    return {
      lanes: [place.lane],
      reads: [place.key, statistics],
      decide({ values: [stored, counted] }): Decision<'filled'> {
        missing = nothingDerived;
        if (stored === undefined) return { result: 'filled' };
        const image = decodeImage(stored);
        missing = derivedChanges(definition, { before: image, after: image });
        const counts = afterChange(decodeStatistics(counted), {}, missing.indexChanges);
        const writes: StoreWrites = {
          puts: [
            [place.key, encodeImage(image, definition.lastIndexNumber)],
            [statistics, encodeStatistics(counts)],
          ],
          deletes: [],
        };
        writeDerived(missing, { table: definition, itemKey: place.key }, writes);
        return { ...writes, result: 'filled' };
      },
    };
  });
  if (outcome === 'filled') noticeExpiry(context, { scope: table, table: table.name }, missing);
  return outcome;
}

/** Opens what was complete when the round over the items began. */
async function finish(context: DatabaseContext, table: TableDefinition): Promise<void> {
  const { catalog } = context;
  await onSameTable(context, table, (known) => ({
    lanes: allLanes(known),
    reads: [],
    decide(): Decision<'filled'> {
      return {
        puts: [[known.key, encodeRecord(filledUpTo(known.definition, table.lastIndexNumber))]],
        result: 'filled',
      };
    },
  }));
  catalog.forget(table, table.name);
}

/** The definition, with nothing up to a number left to fill. */
function filledUpTo(definition: TableDefinition, number: number): TableDefinition {
  const { timeToLive } = definition;
  return {
    ...definition,
    indexes: definition.indexes.map((index) => filled(index, number)),
    ...(timeToLive === undefined ? {} : { timeToLive: filled(timeToLive, number) }),
  };
}

function filled<T extends { readonly number: number; readonly backfilling?: boolean }>(
  index: T,
  upTo: number,
): Omit<T, 'backfilling'> {
  if (index.number > upTo) return index;
  const { backfilling: _, ...complete } = index;
  return complete;
}

class TableGone extends Error {}

/** A commit on the table as it is now, as long as it is still the one that was asked for. */
async function onSameTable(
  { store, catalog }: DatabaseContext,
  table: TableDefinition,
  plan: Parameters<typeof commitOnTable<'filled'>>[3],
): Promise<'filled' | 'gone'> {
  const find = async (): Promise<KnownTable> => {
    const known = await catalog.find(table, table.name);
    if (known?.definition.number !== table.number) throw new TableGone();
    return known;
  };
  try {
    return await commitOnTable(store, catalog, { scope: table, name: table.name, find }, plan);
  } catch (error) {
    if (error instanceof TableGone) return 'gone';
    throw error;
  }
}
