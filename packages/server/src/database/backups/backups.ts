// What the database offers about backups, as part of `Database` (database.ts), and what it needs to know
// to restore from them.

import type { BackupDefinition } from '../../model/backup.ts';
import type {
  IndexProjection,
  OnDemandLimits,
  Scope,
  TableDefinition,
  Throughput,
} from '../../model/table.ts';

export interface BackupFilter {
  readonly table?: string;
  readonly kind?: BackupDefinition['kind'];
  /** Epoch milliseconds, of the backup's creation; `from` inclusive, `to` exclusive. */
  readonly from?: number;
  readonly to?: number;
  readonly afterArn?: string;
  readonly limit: number;
}

export interface ContinuousBackups {
  /** Absent while point-in-time recovery is disabled. */
  readonly recovery?: {
    readonly periodDays: number;
    /** Epoch milliseconds: every moment from `earliest` to `latest` can be restored. */
    readonly earliest: number;
    readonly latest: number;
  };
}

/** An index that the restored table shall have; it has to be one of the source's. */
export interface RestoredIndex {
  readonly name: string;
  readonly keySchema: readonly { readonly name: string; readonly role: 'HASH' | 'RANGE' }[];
  readonly projection: IndexProjection;
  readonly throughput?: Throughput;
  readonly onDemandLimits?: OnDemandLimits;
}

/** What of a restored table shall differ from its source. */
export interface RestoreOverrides {
  readonly billing?: TableDefinition['billing'];
  readonly throughput?: Throughput;
  readonly onDemandLimits?: OnDemandLimits;
  readonly encryption?: {
    readonly enabled?: boolean;
    readonly type?: 'AES256' | 'KMS';
    readonly key?: string;
  };
  /** All global indexes that the table shall have. */
  readonly globalIndexes?: readonly RestoredIndex[];
  readonly localIndexes?: readonly RestoredIndex[];
}

interface Restore {
  /** The new table. */
  readonly table: string;
  readonly overrides: RestoreOverrides;
}

export interface RestoreFromBackup extends Restore {
  readonly backupArn: string;
}

export interface RestoreToTime extends Restore {
  readonly source: string;
  /** Epoch milliseconds; absent for the latest moment. */
  readonly time?: number;
}

export interface Backups {
  createBackup(
    scope: Scope,
    request: { readonly table: string; readonly name: string },
  ): Promise<BackupDefinition>;
  describeBackup(scope: Scope, arn: string): Promise<BackupDefinition>;
  /** Ordered by table and then by time; `more` when others follow the page. */
  listBackups(
    scope: Scope,
    filter: BackupFilter,
  ): Promise<{ readonly backups: readonly BackupDefinition[]; readonly more: boolean }>;
  /** Gives the backup as it was; its items are removed in the background. */
  deleteBackup(scope: Scope, arn: string): Promise<BackupDefinition>;

  describeContinuousBackups(scope: Scope, table: string): Promise<ContinuousBackups>;
  updateContinuousBackups(
    scope: Scope,
    request: {
      readonly table: string;
      readonly enabled: boolean;
      /** 1 to 35. */
      readonly periodDays?: number;
    },
  ): Promise<ContinuousBackups>;
}
