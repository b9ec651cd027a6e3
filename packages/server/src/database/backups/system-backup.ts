// The backup that a table with point-in-time recovery leaves behind when it is deleted: it takes over the
// table's items where they lie, under the table's number, since nobody can change them any more.

import { type BackupDefinition, backupNameOf } from '../../model/backup.ts';
import { encodeRecord } from '../../model/catalog-json.ts';
import { backupKey, garbageKey } from '../../model/storage-keys.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { Decision, Snapshot } from '../../store/store.ts';
import { backupId } from './backup-id.ts';
import { countedItems } from './snapshot.ts';

/** CreateBackup, BackupExpiryDateTime. */
const keptMs = 35 * 24 * 60 * 60 * 1000;

/** Part of the commit that deletes the table; `counted` is what `statisticsKeys` name. */
export function systemBackup(
  source: TableDefinition,
  at: {
    /** Epoch milliseconds. */
    readonly time: number;
    /** Four bytes. */
    readonly random: Uint8Array;
    readonly counted: Snapshot['values'];
  },
): NonNullable<Decision<unknown>['puts']> {
  const { time, random, counted } = at;
  const id = backupId(time, random);
  const backup: BackupDefinition = {
    id,
    name: `${source.name}$DeletedTableBackup`,
    kind: 'SYSTEM',
    number: source.number,
    complete: true,
    restores: 0,
    createdAt: time,
    expiresAt: time + keptMs,
    ...countedItems(counted),
    source,
  };
  const { number, indexes, timeToLive } = source;
  const derived = [...indexes, ...(timeToLive === undefined ? [] : [timeToLive])];
  return [
    [backupKey(backupNameOf(backup), id), encodeRecord(backup)],
    ...derived.map(
      (index) => [garbageKey(number, index.number), encodeRecord({ backup: id })] as const,
    ),
  ];
}
