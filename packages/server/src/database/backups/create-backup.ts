// CreateBackup: one commit fixes the moment in all lanes of the table; the items follow in the
// background (snapshot-copier.ts).

import { encodeRecord } from '../../model/catalog-json.ts';
import { type BackupDefinition, backupNameOf } from '../../model/backup.ts';
import { backupKey } from '../../model/storage-keys.ts';
import type { Scope } from '../../model/table.ts';
import { Refused } from '../../write/refusal.ts';
import { changeableTable } from '../catalog/changeable-table.ts';
import { allLanes, commitOnTable } from '../catalog/commit-on-table.ts';
import type { KnownTable } from '../catalog/table-catalog.ts';
import { tableStatus } from '../catalog/table-status.ts';
import { lastNumberKey, nextNumbers } from '../catalog/table-numbers.ts';
import type { DatabaseContext } from '../context.ts';
import { backupId } from './backup-id.ts';
import { countedItems, startSnapshot, statisticsKeys } from './snapshot.ts';

export async function createBackup(
  context: DatabaseContext,
  scope: Scope,
  asked: { readonly table: string; readonly name: string },
): Promise<BackupDefinition> {
  const { store, catalog, runtime } = context;
  const find = async (): Promise<KnownTable> => createdTable(context, scope, asked.table);
  const target = { scope, name: asked.table, find };
  const random = runtime.randomBytes(4);
  const backup = await commitOnTable<BackupDefinition>(store, catalog, target, (table) => ({
    lanes: allLanes(table),
    reads: [lastNumberKey, ...statisticsKeys(table.definition)],
    decide(snapshot) {
      const [last, ...counted] = snapshot.values;
      const time = runtime.clock.now();
      const { numbers, puts } = nextNumbers(last, 1);
      const number = numbers[0] as number;
      const id = backupId(time, random);
      const started = startSnapshot(table.definition, snapshot, { number, time, backup: id });
      const backup: BackupDefinition = {
        id,
        name: asked.name,
        kind: 'USER',
        number,
        complete: false,
        restores: 0,
        createdAt: time,
        ...countedItems(counted),
        source: table.definition,
      };
      return {
        puts: [
          ...puts,
          ...started.puts,
          [table.key, encodeRecord(started.source)],
          [backupKey(backupNameOf(backup), id), encodeRecord(backup)],
        ],
        result: backup,
      };
    },
  }));
  catalog.forget(scope, asked.table);
  return backup;
}

/** For backups, a table that is being created is not there yet (observed on AWS). */
async function createdTable(
  context: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<KnownTable> {
  const table = await context.catalog.find(scope, name);
  if (table !== undefined && tableStatus(table.definition, context.runtime.clock) === 'CREATING') {
    throw new Refused({ kind: 'table-not-found', table: name });
  }
  return changeableTable(context, scope, name);
}
