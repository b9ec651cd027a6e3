// DescribeBackup.

import type { DescribeBackupCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { structure } from '../validation/shape.ts';
import { backupDescription } from './backup-description.ts';
import { backupArn, backupStyle } from './backup-shapes.ts';

export const describeBackup = defineOperation<Checked<DescribeBackupCommandInput, 'BackupArn'>>({
  name: 'DescribeBackup',
  style: backupStyle,
  input: structure('DescribeBackupInput', { BackupArn: backupArn }),
  async run({ scope, database }, input) {
    const backup = await database.describeBackup(scope, input.BackupArn);
    return { value: { BackupDescription: backupDescription(backup) } };
  },
});
