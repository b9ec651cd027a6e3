// RestoreTableFromBackup and RestoreTableToPointInTime: the new table comes into being at once, CREATING,
// and gets its items in the background (table-restorer.ts). A restore to a time first has a snapshot of
// its own copied, which goes when the table is complete.

import { randomUuid } from '../../base/uuid.ts';
import { catalogLane } from '../../model/catalog-lane.ts';
import { backupArn, backupNameOf } from '../../model/backup.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { sameRanges } from '../../model/partition.ts';
import { restoreKey, restoresRange, tableKey } from '../../model/storage-keys.ts';
import {
  type PointInTimeRecovery,
  type Scope,
  tableArn,
  type TableDefinition,
  type TableRestore,
} from '../../model/table.ts';
import type { Decision, Snapshot, Value } from '../../store/store.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import { changeableTable } from '../catalog/changeable-table.ts';
import { allLanes, commitOnTable } from '../catalog/commit-on-table.ts';
import type { KnownTable } from '../catalog/table-catalog.ts';
import { firstPlace, lastNumberKey, nextNumbers } from '../catalog/table-numbers.ts';
import { isGone } from '../catalog/table-status.ts';
import type { DatabaseContext } from '../context.ts';
import { retiredLanesOf } from '../retention/retired-lanes.ts';
import { readAll } from '../../store/read-all.ts';
import { backupIn, keyOfBackup } from './backup-catalog.ts';
import type { RestoreFromBackup, RestoreOverrides, RestoreToTime } from './backups.ts';
import { earliestOf } from './continuous-backups.ts';
import { restoredSettings } from './restored-table.ts';
import { startSnapshot } from './snapshot.ts';

/** Of one account, of both kinds together (RestoreTableFromBackup). */
const mostRestores = 50;

/** A restore under way, as the store keeps it from step to step. */
export interface RestoreJob extends Scope {
  readonly table: string;
  /** The table's number, and that of the snapshot that it gets its items from. */
  readonly number: number;
  readonly from: number;
  /** Set when the items are a backup's; otherwise the snapshot is this restore's own. */
  readonly backupArn?: string;
  /** Items up to this key (hexadecimal) of the snapshot are restored. */
  readonly after?: string;
}

type Outcome = { readonly kind: 'started'; readonly definition: TableDefinition } | Refusal;

export async function restoreFromBackup(
  context: DatabaseContext,
  scope: Scope,
  asked: RestoreFromBackup,
): Promise<TableDefinition> {
  const { store, runtime } = context;
  const arn = asked.backupArn;
  const key = keyOfBackup(scope, arn);
  await refuseTooMany(context, scope);
  const target = newTarget(context, scope, asked);
  const outcome = await store.commit<Outcome>({
    lanes: [catalogLane],
    reads: [key, lastNumberKey, target.key],
    decide({ values: [stored, last, existing] }): Decision<Outcome> {
      const backup = backupIn(stored, runtime.clock);
      if (backup === undefined) return { result: { kind: 'backup-not-found', arn } };
      if (!backup.complete) return { result: { kind: 'backup-in-use', arn } };
      // A backup feeds one restore at a time (observed on AWS).
      if (backup.restores > 0) {
        return { result: { kind: 'backup-restoring', arn, what: 'another table' } };
      }
      const taken = target.refusal(existing);
      if (taken !== undefined) return { result: taken };
      const { numbers, puts } = nextNumbers(last, 1);
      const ends = { number: numbers[0] as number, from: backup.number, backupArn: arn };
      const origin = {
        sourceTableArn: tableArn(backup.source),
        sourceBackupArn: backupArn(backupNameOf(backup)),
        time: backup.createdAt,
      };
      const started = target.start(
        backup.source,
        { ...ends, base: firstPlace(last, runtime.clock.now()) },
        origin,
      );
      const busy = encodeRecord({ ...backup, restores: backup.restores + 1 });
      return { puts: [...puts, ...started.puts, [key, busy]], result: started.result };
    },
  });
  return target.definition(outcome);
}

export async function restoreToTime(
  context: DatabaseContext,
  scope: Scope,
  asked: RestoreToTime,
): Promise<TableDefinition> {
  const { store, catalog, runtime } = context;
  await refuseTooMany(context, scope);
  const target = newTarget(context, scope, asked);
  let retired: readonly string[] = [];
  const find = async (): Promise<KnownTable> => {
    const known = await changeableTable(context, scope, asked.source);
    // A split changes the definition too, so the commit below starts over when it came in between.
    retired = await retiredLanesOf(store, known.definition.number);
    return known;
  };
  const named = { scope, name: asked.source, find };
  const outcome = await commitOnTable<Outcome>(store, catalog, named, (table) => ({
    lanes: [...allLanes(table), ...retired],
    reads: [lastNumberKey, target.key],
    decide(snapshot): Decision<Outcome> {
      const { definition } = table;
      const [last, existing] = snapshot.values;
      const { recovery } = definition;
      if (recovery === undefined) {
        return { result: { kind: 'recovery-unavailable', table: definition.name } };
      }
      const now = runtime.clock.now();
      const time = asked.time ?? now;
      const earliest = earliestOf(recovery, now);
      if (time < earliest || time > now) {
        return { result: { kind: 'time-not-restorable', time, earliest, latest: now } };
      }
      const taken = target.refusal(existing);
      if (taken !== undefined) return { result: taken };
      const { numbers, puts } = nextNumbers(last, 2);
      const [number, from] = numbers as [number, number];
      const copied = startRecovery(definition, snapshot, {
        number: from,
        time,
        recovery,
        retired,
      });
      const origin = { sourceTableArn: tableArn(definition), time };
      const started = target.start(
        definition,
        { number, from, base: firstPlace(last, now) },
        origin,
      );
      return {
        puts: [...puts, ...copied.puts, [table.key, encodeRecord(copied.source)], ...started.puts],
        result: started.result,
      };
    },
  }));
  catalog.forget(scope, asked.source);
  return target.definition(outcome);
}

function startRecovery(
  definition: TableDefinition,
  snapshot: Snapshot,
  wanted: {
    readonly number: number;
    readonly time: number;
    readonly recovery: PointInTimeRecovery;
    readonly retired: readonly string[];
  },
) {
  const { number, time, recovery, retired } = wanted;
  const floors = new Map(recovery.heads.map(({ lane, position }) => [lane, position]));
  return startSnapshot(definition, snapshot, {
    number,
    time,
    // Of a lane that is not named, a split has made all since.
    floor: (lane) => floors.get(lane) ?? 0,
    retired,
  });
}

/** The table that is to be made, as far as it is known before the commit. */
function newTarget(
  context: DatabaseContext,
  scope: Scope,
  asked: { readonly table: string; readonly overrides: RestoreOverrides },
) {
  const { catalog, runtime } = context;
  const key = tableKey({ ...scope, table: asked.table });
  const id = randomUuid(runtime);
  return {
    key,
    refusal(existing: Value | undefined): Refusal | undefined {
      const table = existing === undefined ? undefined : decodeRecord<TableDefinition>(existing);
      if (table === undefined || isGone(table, runtime.clock)) return undefined;
      const { name, restored } = table;
      const origin = restored?.sourceBackupArn ?? restored?.sourceTableArn;
      return restored?.inProgress === true && origin !== undefined
        ? { kind: 'target-restoring', table: name, arn: origin }
        : { kind: 'target-exists', table: name };
    },
    start(
      source: TableDefinition,
      {
        base,
        ...ends
      }: Pick<RestoreJob, 'number' | 'from' | 'backupArn'> & { readonly base: number },
      origin: Omit<TableRestore, 'inProgress'>,
    ): Required<Pick<Decision<Outcome>, 'puts' | 'result'>> {
      const definition: TableDefinition = {
        ...scope,
        name: asked.table,
        id,
        number: ends.number,
        ...restoredSettings(source, asked.overrides, { scope, runtime }),
        partitions: sameRanges(ends.number, source.partitions, base),
        deletionProtection: false,
        tags: {},
        restored: { ...origin, inProgress: true },
        createdAt: runtime.clock.now(),
      };
      const job: RestoreJob = { ...scope, table: asked.table, ...ends };
      return {
        puts: [
          [key, encodeRecord(definition)],
          [restoreKey(ends.number), encodeRecord(job)],
        ],
        result: { kind: 'started', definition },
      };
    },
    /** @throws Refused */
    definition(outcome: Outcome): TableDefinition {
      catalog.forget(scope, asked.table);
      if (outcome.kind !== 'started') throw new Refused(outcome);
      return outcome.definition;
    },
  };
}

async function refuseTooMany({ store }: DatabaseContext, { account }: Scope): Promise<void> {
  let running = 0;
  for await (const [, value] of readAll(store, restoresRange())) {
    if (decodeRecord<RestoreJob>(value).account === account) running += 1;
  }
  if (running >= mostRestores)
    throw new Refused({ kind: 'too-many-restores', limit: mostRestores });
}
