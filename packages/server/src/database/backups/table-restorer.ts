// Fills restored tables from their snapshots in the background, in bounded steps. Every item is put by
// the same commit as a caller's, which keeps statistics, indexes and the log right; to put it again,
// after a restart, changes nothing. Nobody else writes to the table, and it has no stream yet.

import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import type { BackupDefinition } from '../../model/backup.ts';
import { parseItem } from '../../model/item-bytes.ts';
import { keyOfItem } from '../../model/item-key.ts';
import {
  garbageKey,
  itemsRange,
  restoreKey,
  restoresRange,
  snapshotKey,
} from '../../model/storage-keys.ts';
import type { Decision, Key, Value } from '../../store/store.ts';
import { decodeImage } from '../../write/image.ts';
import { assert } from '../../base/assert.ts';
import { allLanes, commitOnTable, type TableTarget } from '../catalog/commit-on-table.ts';
import type { KnownTable } from '../catalog/table-catalog.ts';
import type { DatabaseContext } from '../context.ts';
import { writeFound } from '../items/write-item.ts';
import { readAll } from '../../store/read-all.ts';
import { rangeBeyond } from '../pages/read-page.ts';
import { keyOfBackup } from './backup-catalog.ts';
import type { RestoreJob } from './restore-table.ts';

const restoreLane = 'restore';
const step = { count: 128, bytes: 1024 * 1024 };

/** One round over all restores whose snapshots are complete; `stopped` is asked between steps. */
export async function restoreTables(
  context: DatabaseContext,
  stopped: () => boolean,
): Promise<void> {
  const jobs: RestoreJob[] = [];
  for await (const [, value] of readAll(context.store, restoresRange())) {
    jobs.push(decodeRecord<RestoreJob>(value));
  }
  for (const job of jobs) {
    const [copying] = await context.store.get([snapshotKey(job.from)]);
    if (copying !== undefined) continue;
    let current: RestoreJob | undefined = job;
    while (current !== undefined) {
      if (stopped()) return;
      current = await takeStep(context, current);
    }
  }
}

/** The job as it is after the step; undefined when that was the last one. */
async function takeStep(
  context: DatabaseContext,
  job: RestoreJob,
): Promise<RestoreJob | undefined> {
  const { store } = context;
  const all = itemsRange(job.from);
  const range =
    job.after === undefined ? all : rangeBeyond(all, Buffer.from(job.after, 'hex'), 'forward');
  const page = await store.range({ ...range, direction: 'forward', limit: step });
  const target = targetOf(context, job);
  await Promise.all(page.entries.map(([, value]) => putItem(context, target, value)));
  const last = page.entries.at(-1)?.[0];
  if (!page.more || last === undefined) {
    await complete(context, job);
    return undefined;
  }
  const next: RestoreJob = { ...job, after: Buffer.from(last).toString('hex') };
  await store.commit<undefined>({
    lanes: [restoreLane],
    reads: [],
    decide: () => ({ puts: [[restoreKey(job.number), encodeRecord(next)]], result: undefined }),
  });
  return next;
}

function targetOf({ catalog }: DatabaseContext, job: RestoreJob): TableTarget {
  return {
    scope: job,
    name: job.table,
    async find(): Promise<KnownTable> {
      const table = await catalog.find(job, job.table);
      assert(table?.definition.number === job.number, 'a table stays while it is restored');
      return table;
    },
  };
}

async function putItem(context: DatabaseContext, target: TableTarget, value: Value): Promise<void> {
  const { sizeBytes, json } = decodeImage(value);
  const item = parseItem(json);
  await writeFound(context, target, ({ key }) => ({
    kind: 'put',
    image: { sizeBytes, json },
    key: keyOfItem(key, item),
  }));
}

/** Opens the table, and lets go of what it was restored from. */
async function complete(context: DatabaseContext, job: RestoreJob): Promise<void> {
  const { store, catalog } = context;
  const backup = job.backupArn === undefined ? undefined : keyOfBackup(job, job.backupArn);
  await commitOnTable<undefined>(store, catalog, targetOf(context, job), (table) => ({
    lanes: [restoreLane, ...allLanes(table)],
    reads: backup === undefined ? [] : [backup],
    decide({ values: [stored] }): Decision<undefined> {
      const { restored } = table.definition;
      assert(restored !== undefined, 'a restored table knows where it came from');
      const opened = { ...table.definition, restored: { ...restored, inProgress: false } };
      return {
        puts: [[table.key, encodeRecord(opened)], released(job, { backup, stored })],
        deletes: [restoreKey(job.number)],
        result: undefined,
      };
    },
  }));
  catalog.forget(job, job.table);
}

/** The snapshot as garbage, or the backup with one restore less. */
function released(
  { from, table }: RestoreJob,
  { backup, stored }: { readonly backup: Key | undefined; readonly stored: Value | undefined },
): readonly [Key, Value] {
  if (backup === undefined) return [garbageKey(from), encodeRecord({ restored: table })];
  assert(stored !== undefined, 'a backup stays while a table is restored from it');
  const held = decodeRecord<BackupDefinition>(stored);
  return [backup, encodeRecord({ ...held, restores: held.restores - 1 })];
}
