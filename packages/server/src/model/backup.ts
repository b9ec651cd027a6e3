// Backups as the catalog stores them. A backup's items are a snapshot (database/backups/snapshot.ts).

import type { Scope, TableDefinition } from './table.ts';

export interface BackupDefinition {
  /** Sorts by the time of creation. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'USER' | 'SYSTEM';
  /** The number under which its items lie; never a table's at the same time. */
  readonly number: number;
  /** Whether all items are there. */
  readonly complete: boolean;
  /** How many restores from it are under way. */
  readonly restores: number;
  /** Epoch milliseconds: the moment whose items it holds. */
  readonly createdAt: number;
  /** Epoch milliseconds; absent for one that is kept until it is deleted. */
  readonly expiresAt?: number;
  readonly itemCount: number;
  readonly sizeBytes: number;
  /** The table as it was at that moment. */
  readonly source: TableDefinition;
}

export interface BackupName extends Scope {
  readonly table: string;
  readonly id: string;
}

export function backupNameOf({ id, source }: BackupDefinition): BackupName {
  return { account: source.account, region: source.region, table: source.name, id };
}

export function backupArn({ account, region, table, id }: BackupName): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${table}/backup/${id}`;
}
