// Completes snapshots (snapshot.ts) in the background, in bounded steps: each step's items and how far
// it came are one commit, so a restart goes on where it was.

import { assert } from '../../base/assert.ts';
import type { BackupDefinition } from '../../model/backup.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { parseItem } from '../../model/item-bytes.ts';
import {
  backupKey,
  itemKeyIn,
  itemsRange,
  snapshotKey,
  snapshotsRange,
} from '../../model/storage-keys.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { Decision, Key, LogEntry, Store, Value } from '../../store/store.ts';
import { decodeEntry, type Entry } from '../../write/entry.ts';
import { encodeImage, type Image } from '../../write/image.ts';
import { placeOf } from '../../write/item-place.ts';
import { allLanes, commitOnTable } from '../catalog/commit-on-table.ts';
import type { KnownTable } from '../catalog/table-catalog.ts';
import type { DatabaseContext } from '../context.ts';
import { readAll } from '../../store/read-all.ts';
import { rangeBeyond } from '../pages/read-page.ts';
import type { LaneCut, SnapshotJob, SnapshotProgress } from './snapshot.ts';

const snapshotLane = 'snapshot';
const step = { count: 256, bytes: 256 * 1024 };

/** One round over all snapshots that are not complete; `stopped` is asked between steps. */
export async function copySnapshots(
  context: DatabaseContext,
  stopped: () => boolean,
): Promise<void> {
  const jobs: SnapshotJob[] = [];
  for await (const [, value] of readAll(context.store, snapshotsRange())) {
    jobs.push(decodeRecord<SnapshotJob>(value));
  }
  for (const job of jobs) {
    let current: SnapshotJob | undefined = job;
    while (current !== undefined) {
      if (stopped()) return;
      current = await takeStep(context, current);
    }
  }
}

/** The job as it is after the step; undefined when that was the last one. */
async function takeStep(
  context: DatabaseContext,
  job: SnapshotJob,
): Promise<SnapshotJob | undefined> {
  const { progress } = job;
  if (progress.phase === 'copying') return copyPage(context.store, job, progress.after);
  const { positions } = progress;
  for (const [index, lane] of job.lanes.entries()) {
    const position = positions[index] ?? 0;
    if (position <= lane.floor) continue;
    return undoPage(context.store, job, { index, lane, position });
  }
  await complete(context, job);
  return undefined;
}

async function copyPage(
  store: Store,
  job: SnapshotJob,
  after: string | undefined,
): Promise<SnapshotJob> {
  const all = itemsRange(job.source.number);
  const range = after === undefined ? all : rangeBeyond(all, Buffer.from(after, 'hex'), 'forward');
  const page = await store.range({ ...range, direction: 'forward', limit: step });
  const last = page.entries.at(-1)?.[0];
  const copies = page.entries.map(([key, value]) => [itemKeyIn(job.number, key), value] as const);
  const progress: SnapshotProgress =
    page.more && last !== undefined
      ? { phase: 'copying', after: Buffer.from(last).toString('hex') }
      : { phase: 'undoing', positions: await headsOf(store, job.lanes) };
  return saveStep(store, { ...job, progress }, { puts: copies, deletes: [] });
}

// Read when all items are copied, so that no copy shows an entry behind them.
async function headsOf(store: Store, lanes: readonly LaneCut[]): Promise<number[]> {
  const pages = lanes.map(({ lane, cut }) => store.readLog(lane, cut, { count: 1, bytes: 1 }));
  return (await Promise.all(pages)).map(({ head }) => head);
}

async function undoPage(
  store: Store,
  job: SnapshotJob,
  at: { readonly index: number; readonly lane: LaneCut; readonly position: number },
): Promise<SnapshotJob> {
  const { index, lane, position } = at;
  const entries = await entriesUpTo(store, lane, position);
  const undone = new Map<string, Image | undefined>();
  let reached = entries.length === 0 ? lane.floor : position;
  for (const { position: next, entry: bytes } of entries.toReversed()) {
    const entry = decodeEntry(bytes);
    if (next <= lane.cut && entry.time <= job.time) {
      reached = lane.floor;
      break;
    }
    reached = next - 1;
    undone.set(itemKeyOf(job, entry), imageBefore(entry));
  }
  const puts: [Key, Value][] = [];
  const deletes: Key[] = [];
  for (const [hex, image] of undone) {
    const key = Buffer.from(hex, 'hex');
    if (image === undefined) deletes.push(key);
    else puts.push([key, encodeImage(image)]);
  }
  assert(job.progress.phase === 'undoing', 'changes are undone when all items are copied');
  const progress = { ...job.progress, positions: job.progress.positions.with(index, reached) };
  return saveStep(store, { ...job, progress }, { puts, deletes });
}

/**
 * Entries above the floor that end at a position. The log is read forward in pages that are bounded in
 * bytes, so a stretch that does not fit into one is tried again by half: one entry always fits.
 */
async function entriesUpTo(
  store: Store,
  lane: LaneCut,
  position: number,
): Promise<readonly LogEntry[]> {
  let { floor } = lane;
  for (let count = step.count; ; count = Math.ceil(count / 2)) {
    const after = Math.max(floor, position - count);
    const page = await store.readLog(lane.lane, after, { ...step, count: position - after });
    // What recovery had given up before the copy began is older than its moment.
    assert(page.trimmed <= Math.max(after, lane.cut), 'the log keeps what a snapshot has to undo');
    if (page.trimmed >= position) return [];
    if (page.trimmed > after) {
      floor = page.trimmed;
      continue;
    }
    if (page.entries.at(-1)?.position === position) return page.entries;
    assert(count > 1, 'an entry that is in the log can be read');
  }
}

function itemKeyOf({ source, number }: SnapshotJob, entry: Entry): string {
  const { key } = placeOf({ ...source, number }, parseItem(entry.keys.json));
  return Buffer.from(key).toString('hex');
}

function imageBefore(entry: Entry): Image | undefined {
  assert(
    (entry.oldImage === undefined) === (entry.kind === 'insert'),
    'the log keeps the old image of what a snapshot has to undo',
  );
  return entry.oldImage;
}

async function saveStep(
  store: Store,
  job: SnapshotJob,
  writes: { readonly puts: readonly (readonly [Key, Value])[]; readonly deletes: readonly Key[] },
): Promise<SnapshotJob> {
  const { puts, deletes } = writes;
  await store.commit<undefined>({
    lanes: [snapshotLane],
    reads: [],
    decide: () => ({
      puts: [...puts, [snapshotKey(job.number), encodeRecord(job)]],
      deletes,
      result: undefined,
    }),
  });
  return job;
}

/** Lets the table's writers go back to what its stream needs, and opens the backup. */
async function complete(context: DatabaseContext, job: SnapshotJob): Promise<void> {
  const { store, catalog } = context;
  const { source, number } = job;
  const backup =
    job.backup === undefined ? undefined : backupKey({ ...source, table: source.name }, job.backup);
  const find = async (): Promise<KnownTable> => {
    const table = await catalog.find(source, source.name);
    assert(table?.definition.number === source.number, 'a table stays while it is copied');
    return table;
  };
  await commitOnTable<undefined>(
    store,
    catalog,
    { scope: source, name: source.name, find },
    (table) => ({
      lanes: [snapshotLane, ...allLanes(table)],
      reads: backup === undefined ? [] : [backup],
      decide({ values: [stored] }): Decision<undefined> {
        return {
          puts: [
            [table.key, encodeRecord(withoutCopy(table.definition, number))],
            ...(backup === undefined || stored === undefined
              ? []
              : [[backup, encodeRecord(completed(stored))] as const]),
          ],
          deletes: [snapshotKey(number)],
          result: undefined,
        };
      },
    }),
  );
  catalog.forget(source, source.name);
}

function withoutCopy(definition: TableDefinition, number: number): TableDefinition {
  const { copying = [], ...rest } = definition;
  const others = copying.filter((other) => other !== number);
  return others.length === 0 ? rest : { ...rest, copying: others };
}

function completed(stored: Value): BackupDefinition {
  return { ...decodeRecord<BackupDefinition>(stored), complete: true };
}
