// DescribeBackup, ListBackups and DeleteBackup.

import type { Clock } from '../../base/runtime.ts';
import { bytesBehind } from '../../base/bytes.ts';
import { isoTime } from '../../base/iso-time.ts';
import { catalogLane } from '../../model/catalog-lane.ts';
import type { BackupDefinition, BackupName } from '../../model/backup.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { allBackupsRange, backupKey, backupsRange, garbageKey } from '../../model/storage-keys.ts';
import type { Scope } from '../../model/table.ts';
import type { Decision, Key, Store, Value } from '../../store/store.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import { readAll } from '../../store/read-all.ts';
import { parseBackupArn } from './backup-id.ts';
import type { BackupFilter } from './backups.ts';

/** The key of the backup that an ARN names. @throws Refused when it is none of the scope's. */
export function keyOfBackup(scope: Scope, arn: string): Key {
  const name: BackupName = parseBackupArn(arn);
  const isHere = name.account === scope.account && name.region === scope.region;
  if (!isHere) throw new Refused({ kind: 'backup-not-found', arn });
  return backupKey(name, name.id);
}

/** What is stored under a backup's key; one that has expired is no longer there. */
export function backupIn(value: Value | undefined, clock: Clock): BackupDefinition | undefined {
  const backup = value === undefined ? undefined : decodeRecord<BackupDefinition>(value);
  return backup === undefined || isExpired(backup, clock) ? undefined : backup;
}

// A restore that has begun can be finished.
function isExpired({ expiresAt, restores }: BackupDefinition, clock: Clock): boolean {
  return expiresAt !== undefined && clock.now() >= expiresAt && restores === 0;
}

export async function describeBackup(
  { store, runtime }: DatabaseContext,
  scope: Scope,
  arn: string,
): Promise<BackupDefinition> {
  const [value] = await store.get([keyOfBackup(scope, arn)]);
  const backup = backupIn(value, runtime.clock);
  if (backup === undefined) throw new Refused({ kind: 'backup-not-found', arn });
  return backup;
}

export async function listBackups(
  { store, runtime }: DatabaseContext,
  scope: Scope,
  filter: BackupFilter,
): Promise<{ backups: BackupDefinition[]; more: boolean }> {
  if (filter.from !== undefined && filter.to !== undefined && filter.from > filter.to) {
    const text =
      'One or more parameter values were invalid: Time range lower bound must be less than or equal to upper bound';
    throw new InvalidInput('rule', text);
  }
  const range = backupsRange(scope, filter.table);
  const after = filter.afterArn === undefined ? undefined : keyOfBackup(scope, filter.afterArn);
  const from = after === undefined ? range.from : later(range.from, bytesBehind(after));
  const backups: BackupDefinition[] = [];
  for await (const [, value] of readAll(store, { from, to: range.to })) {
    const backup = backupIn(value, runtime.clock);
    if (backup === undefined || !isAskedFor(backup, filter)) continue;
    if (backups.length === filter.limit) return { backups, more: true };
    backups.push(backup);
  }
  return { backups, more: false };
}

function isAskedFor(backup: BackupDefinition, { kind, from, to }: BackupFilter): boolean {
  if (kind !== undefined && backup.kind !== kind) return false;
  return backup.createdAt >= (from ?? 0) && backup.createdAt < (to ?? Number.MAX_SAFE_INTEGER);
}

function later(a: Key, b: Key): Key {
  return Buffer.compare(a, b) < 0 ? b : a;
}

export async function deleteBackup(
  { store, runtime }: DatabaseContext,
  scope: Scope,
  arn: string,
): Promise<BackupDefinition> {
  const key = keyOfBackup(scope, arn);
  const outcome = await store.commit<BackupDefinition | Refusal>({
    lanes: [catalogLane],
    reads: [key],
    decide({ values: [value] }): Decision<BackupDefinition | Refusal> {
      const backup = backupIn(value, runtime.clock);
      if (backup === undefined) return { result: { kind: 'backup-not-found', arn } };
      if (!backup.complete) return { result: { kind: 'backup-in-use', arn } };
      if (backup.restores > 0) return { result: { kind: 'backup-restoring', arn, what: 'table' } };
      refuseSystemBackup(backup, arn);
      return { ...removal(key, backup), result: backup };
    },
  });
  if (!('source' in outcome)) throw new Refused(outcome);
  return outcome;
}

function refuseSystemBackup({ kind, expiresAt }: BackupDefinition, arn: string): void {
  if (kind !== 'SYSTEM' || expiresAt === undefined) return;
  const text = `Invalid Request: User is not allowed to delete the system backup with arn ${arn}. It will automatically expire on ${isoTime(expiresAt)}`;
  throw new InvalidInput('rule', text);
}

function removal(
  key: Key,
  { id, number }: BackupDefinition,
): Pick<Decision<void>, 'puts' | 'deletes'> {
  return { puts: [[garbageKey(number), encodeRecord({ backup: id })]], deletes: [key] };
}

/** Turns backups that have expired into work for the sweeper. */
export async function dropExpired(store: Store, clock: Clock): Promise<void> {
  for await (const [key, value] of readAll(store, allBackupsRange())) {
    if (!isExpired(decodeRecord<BackupDefinition>(value), clock)) continue;
    await store.commit({
      lanes: [catalogLane],
      reads: [key],
      decide({ values: [now] }): Decision<undefined> {
        const backup = now === undefined ? undefined : decodeRecord<BackupDefinition>(now);
        const expired = backup !== undefined && isExpired(backup, clock);
        return { ...(expired ? removal(key, backup) : {}), result: undefined };
      },
    });
  }
}
