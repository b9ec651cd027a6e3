// The invariant that the design rests on: replaying the log from empty gives exactly the tables, and
// what is derived from the tables (indexes, expiry entries, statistics, the lanes of partitions) is
// exactly what derives from them.
// Replaying needs the whole log, as databases have that were opened with `logEverything`.

import { decodeRecord } from '../model/catalog-json.ts';
import { parseItem } from '../model/item-bytes.ts';
import { allTablesRange, itemsRange, statisticsKey } from '../model/storage-keys.ts';
import type { TableDefinition } from '../model/table.ts';
import type { Store } from '../store/store.ts';
import { decodeEntry, type Entry } from '../write/entry.ts';
import { decodeImage, type Image, sameImage } from '../write/image.ts';
import {
  addStatistics,
  decodeStatistics,
  noStatistics,
  type Statistics,
} from '../write/statistics.ts';
import { placeOf } from '../write/item-place.ts';
import { retiredLanesOf } from './retention/retired-lanes.ts';
import { checkExpiries } from './check-expiries.ts';
import { checkIndexes } from './check-indexes.ts';
import { readAll } from '../store/read-all.ts';

const chunk = { count: 1000, bytes: 4 * 1024 * 1024 };

/** What is wrong, in sentences; empty when all is well. Without the whole log, nothing is replayed. */
export async function checkInvariants(
  store: Store,
  { hasWholeLog }: { readonly hasWholeLog: boolean },
): Promise<string[]> {
  const problems: string[] = [];
  for await (const [, value] of readAll(store, allTablesRange())) {
    const table = decodeRecord<TableDefinition>(value);
    if (hasWholeLog) problems.push(...(await checkReplay(store, table)));
    problems.push(...(await checkIndexes(store, table)), ...(await checkExpiries(store, table)));
  }
  return problems;
}

async function checkReplay(store: Store, table: TableDefinition): Promise<string[]> {
  const problems: string[] = [];
  const replayed = new Map<string, Image>();
  const into = { replayed, problems };
  let counted = noStatistics;
  // Lanes of split partitions before those of their halves.
  for (const lane of (await retiredLanesOf(store, table.number)).toReversed()) {
    counted = addStatistics(counted, await replayLane(store, { table, lane }, into));
  }
  for (const { lane } of table.partitions) {
    counted = addStatistics(counted, await replayLane(store, { table, lane }, into));
  }
  const stored = await store.get(
    table.partitions.map(({ lane }) => statisticsKey(table.number, lane)),
  );
  const kept = stored
    .map((bytes) => decodeStatistics(bytes).table)
    .reduce(addStatistics, noStatistics);
  if (kept.itemCount !== counted.itemCount || kept.sizeBytes !== counted.sizeBytes) {
    problems.push(
      `${table.name}: its statistics are ${JSON.stringify(kept)}, its log says ${JSON.stringify(counted)}.`,
    );
  }
  for await (const [key, value] of readAll(store, itemsRange(table.number))) {
    const name = Buffer.from(key).toString('hex');
    if (!sameImage(replayed.get(name), decodeImage(value))) {
      problems.push(`${table.name}: the stored item ${name} is not what its log says.`);
    }
    replayed.delete(name);
  }
  for (const name of replayed.keys()) {
    problems.push(`${table.name}: the log has an item ${name} that the table has not.`);
  }
  return problems;
}

interface Replay {
  readonly replayed: Map<string, Image>;
  readonly problems: string[];
}

async function replayLane(
  store: Store,
  { table, lane }: { readonly table: TableDefinition; readonly lane: string },
  into: Replay,
): Promise<Statistics> {
  let counted = noStatistics;
  let position = 0;
  for (;;) {
    const page = await store.readLog(lane, position, chunk);
    if (page.entries.length === 0) return counted;
    for (const { position: next, entry } of page.entries) {
      if (next !== position + 1) {
        into.problems.push(`${lane}: position ${next} follows ${position}.`);
      }
      position = next;
      counted = addStatistics(
        counted,
        replayEntry({ table, lane, position }, decodeEntry(entry), into),
      );
    }
  }
}

function replayEntry(
  at: { readonly table: TableDefinition; readonly lane: string; readonly position: number },
  entry: Entry,
  { replayed, problems }: Replay,
): Statistics {
  const place = placeOf(at.table, parseItem(entry.keys.json));
  const name = Buffer.from(place.key).toString('hex');
  const where = `${at.lane} at ${at.position}`;
  const isCurrent = at.table.partitions.some(({ lane }) => lane === at.lane);
  if (isCurrent && place.lane !== at.lane)
    problems.push(`${where}: the item belongs to lane ${place.lane}.`);
  const before = replayed.get(name);
  if (!sameImage(before, entry.oldImage)) {
    problems.push(`${where}: the old image is not what the log had before.`);
  }
  if (entry.newImage === undefined) replayed.delete(name);
  else replayed.set(name, entry.newImage);
  const kind = kindOf(before, entry.newImage);
  if (kind !== entry.kind) problems.push(`${where}: a ${entry.kind} that should be a ${kind}.`);
  return {
    itemCount: (entry.newImage === undefined ? 0 : 1) - (before === undefined ? 0 : 1),
    sizeBytes: (entry.newImage?.sizeBytes ?? 0) - (before?.sizeBytes ?? 0),
  };
}

function kindOf(before: Image | undefined, after: Image | undefined): string {
  if (before === undefined) return after === undefined ? 'no-op' : 'insert';
  if (after === undefined) return 'remove';
  return sameImage(before, after) ? 'no-op' : 'modify';
}
