// ListBackups.

import type { ListBackupsCommandInput } from '@aws-sdk/client-dynamodb';
import type { BackupFilter } from '../../database/backups/backups.ts';
import { backupArn, backupNameOf } from '../../model/backup.ts';
import { defineOperation } from '../operation.ts';
import { enumeration, integer, structure, timestamp } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { backupSummary } from './backup-description.ts';
import { anyBackupArn, anyTableName, backupStyle } from './backup-shapes.ts';
import { millisecondsOf } from './timestamps.ts';

const MAX_PAGE = 100;

export const listBackups = defineOperation<ListBackupsCommandInput>({
  name: 'ListBackups',
  style: backupStyle,
  input: structure('ListBackupsInput', {
    TableName: anyTableName,
    Limit: integer({ min: 1, max: MAX_PAGE }),
    TimeRangeLowerBound: timestamp(),
    TimeRangeUpperBound: timestamp(),
    ExclusiveStartBackupArn: anyBackupArn,
    BackupType: enumeration(['USER', 'SYSTEM', 'AWS_BACKUP', 'ALL']),
  }),
  async run({ scope, database }, input) {
    // Nothing here is made by AWS Backup.
    if (input.BackupType === 'AWS_BACKUP') return { value: { BackupSummaries: [] } };
    const { TableName, TimeRangeLowerBound: from, TimeRangeUpperBound: to } = input;
    const page = await database.listBackups(scope, {
      limit: input.Limit ?? MAX_PAGE,
      ...kindOf(input.BackupType),
      ...(TableName === undefined ? {} : { table: tableNameOf(scope, TableName) }),
      ...(from === undefined ? {} : { from: millisecondsOf(from) }),
      ...(to === undefined ? {} : { to: millisecondsOf(to) }),
      ...(input.ExclusiveStartBackupArn === undefined
        ? {}
        : { afterArn: input.ExclusiveStartBackupArn }),
    });
    const last = page.backups.at(-1);
    return {
      value: {
        BackupSummaries: page.backups.map(backupSummary),
        ...(page.more && last !== undefined
          ? { LastEvaluatedBackupArn: backupArn(backupNameOf(last)) }
          : {}),
      },
    };
  },
});

/** Without a type, a user's own backups are meant (ListBackups, BackupType). */
function kindOf(
  type: Exclude<ListBackupsCommandInput['BackupType'], 'AWS_BACKUP'>,
): Pick<BackupFilter, 'kind'> {
  return type === 'ALL' ? {} : { kind: type ?? 'USER' };
}
