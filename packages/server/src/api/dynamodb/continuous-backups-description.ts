// ContinuousBackupsDescription: continuous backups as such are always enabled, and point-in-time recovery
// is what is switched (observed on AWS: LocalStack's recordings).

import type { ContinuousBackups } from '../../database/backups/backups.ts';

export function continuousBackupsDescription({ recovery }: ContinuousBackups): object {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription:
        recovery === undefined
          ? { PointInTimeRecoveryStatus: 'DISABLED' }
          : {
              PointInTimeRecoveryStatus: 'ENABLED',
              RecoveryPeriodInDays: recovery.periodDays,
              EarliestRestorableDateTime: recovery.earliest / 1000,
              LatestRestorableDateTime: recovery.latest / 1000,
            },
    },
  };
}
